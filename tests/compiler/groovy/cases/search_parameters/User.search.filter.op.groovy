import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('User') {
    search {
        endpoint('users') {
            supportedFilter(attribute('name').eq().anySingleValue()) {
                request.queryParameter('name', value)
            }
            supportedFilter(attribute('group').eq().anySingleValue()) {
                request.queryParameter('group', value.value.uid.uidValue)
            }
        }
        endpoint('users/search') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users/search: HTTP ' + response.statusCode())
                }
                return response.body().at('/hits')
            }
            singleResult()
            supportedFilter(attribute('name').contains().anySingleValue()) {
                request.queryParameter('q', value)
            }
        }
    }
}
