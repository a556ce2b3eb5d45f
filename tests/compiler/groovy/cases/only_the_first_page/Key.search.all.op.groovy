import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Key') {
    search {
        endpoint('keys') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET keys: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            pagingSupport {
                request.queryParameter('limit', 10000)
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
