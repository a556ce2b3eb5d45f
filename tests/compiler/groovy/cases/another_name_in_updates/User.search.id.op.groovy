import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('User') {
    search {
        endpoint('users/{id}') {
            objectExtractor {
                if (response.statusCode() == 404) {
                    return []
                }
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users/{id}: HTTP ' + response.statusCode())
                }
                def item = response.body()
                for (name in ['name', 'email', 'nick', 'is active']) {
                    if (item.get(name) == null || item.get(name).isNull()) {
                        item.putArray(name)
                    }
                }
                item.putArray('newPassword')
                return [item]
            }
            singleResult()
            supportedFilter(attribute('id').eq().anySingleValue()) {
                request.pathParameter('id', value)
            }
        }
    }
}
