import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Team') {
    search {
        endpoint('teams') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET teams: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
