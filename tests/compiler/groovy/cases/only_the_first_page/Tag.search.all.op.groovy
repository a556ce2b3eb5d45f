import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Tag') {
    search {
        endpoint('tags') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET tags: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
