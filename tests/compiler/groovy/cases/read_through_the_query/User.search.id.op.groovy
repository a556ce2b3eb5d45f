import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('User') {
    search {
        endpoint('user') {
            objectExtractor {
                if (response.statusCode() == 404) {
                    return []
                }
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET user: HTTP ' + response.statusCode())
                }
                def item = response.body()
                return [item]
            }
            pagingSupport {
                request.queryParameter('depth', '1')
            }
            singleResult()
            supportedFilter(attribute('id').eq().anySingleValue()) {
                request.queryParameter('userId', value)
            }
        }
    }
}
