import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Flagged') {
    search {
        endpoint('flagged') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET flagged: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
