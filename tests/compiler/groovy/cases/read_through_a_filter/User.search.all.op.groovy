import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('User') {
    search {
        endpoint('users') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users: HTTP ' + response.statusCode())
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
            emptyFilterSupported true
        }
    }
}
