import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Bot') {
    search {
        endpoint('bots/{id}') {
            objectExtractor {
                if (response.statusCode() == 404) {
                    return []
                }
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET bots/{id}: HTTP ' + response.statusCode())
                }
                def item = response.body()
                for (name in ['name']) {
                    if (item.get(name) == null || item.get(name).isNull()) {
                        item.putArray(name)
                    }
                }
                return [item]
            }
            singleResult()
            supportedFilter(attribute('id').eq().anySingleValue()) {
                request.pathParameter('id', value)
            }
        }
    }
}
