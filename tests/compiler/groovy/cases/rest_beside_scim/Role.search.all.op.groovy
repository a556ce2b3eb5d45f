import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Role') {
    search {
        endpoint('roles') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET roles: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
