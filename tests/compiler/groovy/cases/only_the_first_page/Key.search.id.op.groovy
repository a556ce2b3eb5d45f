import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Key') {
    search {
        endpoint('keys/{id}') {
            objectExtractor {
                if (response.statusCode() == 404) {
                    return []
                }
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET keys/{id}: HTTP ' + response.statusCode())
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
