import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Task') {
    search {
        endpoint('tasks') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET tasks: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
