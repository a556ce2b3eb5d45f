import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Role') {
    search {
        endpoint('roles/{id}') {
            objectExtractor {
                if (response.statusCode() == 404) {
                    return []
                }
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET roles/{id}: HTTP ' + response.statusCode())
                }
                def item = response.body()
                return [item]
            }
            singleResult()
            supportedFilter(attribute('id').eq().anySingleValue()) {
                request.pathParameter('id', value)
            }
        }
    }
}
