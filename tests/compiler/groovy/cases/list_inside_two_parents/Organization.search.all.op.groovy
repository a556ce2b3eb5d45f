import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Organization') {
    search {
        endpoint('orgs') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET orgs: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
