import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Settings') {
    search {
        endpoint('settings') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET settings: HTTP ' + response.statusCode())
                }
                return [response.body().at('/data')]
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
