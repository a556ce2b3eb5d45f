import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Group') {
    search {
        endpoint('users/{id}/groups') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users/{id}/groups: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            pagingSupport {
                request.queryParameter('limit', paging.pageSize)
                request.queryParameter('page', paging.pageOffset)
            }
            supportedFilter(attribute('members').eq().anySingleValue()) {
                request.pathParameter('id', value.value.uid.uidValue)
            }
        }
    }
}

objectClass('User') {
    search {
        endpoint('groups/{id}/members') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET groups/{id}/members: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
            supportedFilter(attribute('groups').eq().anySingleValue()) {
                request.pathParameter('id', value.value.uid.uidValue)
            }
        }
    }
}
