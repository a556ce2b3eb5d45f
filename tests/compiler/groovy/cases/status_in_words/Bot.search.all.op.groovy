import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Bot') {
    search {
        endpoint('bots') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET bots: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
