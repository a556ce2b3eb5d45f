import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('User') {
    search {
        endpoint('users') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
