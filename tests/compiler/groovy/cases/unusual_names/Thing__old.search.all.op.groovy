import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Thing__old') {
    search {
        endpoint('things') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET things: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
