import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Guest') {
    search {
        endpoint('guests') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET guests: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
