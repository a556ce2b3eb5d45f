import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Package') {
    search {
        endpoint('packages') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET packages: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
