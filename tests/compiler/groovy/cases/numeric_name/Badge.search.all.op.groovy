import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Badge') {
    search {
        endpoint('badges') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET badges: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
