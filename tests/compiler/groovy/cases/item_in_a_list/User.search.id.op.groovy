import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('User') {
    search {
        endpoint('users/{id}') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() == 404) {
                    return []
                }
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users/{id}: HTTP ' + response.statusCode())
                }
                def items = response.body()
                for (item in items) {
                    for (name in ['name']) {
                        if (item.get(name) == null || item.get(name).isNull()) {
                            item.putArray(name)
                        }
                    }
                }
                return items
            }
            singleResult()
            supportedFilter(attribute('id').eq().anySingleValue()) {
                request.pathParameter('id', value)
            }
        }
    }
}
