import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('User') {
    search {
        endpoint('orgs/{id}/users') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET orgs/{id}/users: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            pagingSupport {
                request.queryParameter('limit', paging.pageSize)
                request.queryParameter('page', paging.pageOffset)
            }
            emptyFilterSupported false
            supportedFilter(attribute('listParent').eq().anySingleValue()) {
                request.pathParameter('id', value)
            }
        }
        custom {
            emptyFilterSupported true
            implementation {
                def results = resultHandler()
                def seen = new HashSet()
                def more = true
                def inside = { item ->
                    if (seen.add(item.uid.uidValue)) {
                        more = results.handle(item)
                    }
                    return more
                }
                for (parent in objectClass('Organization').search()) {
                    if (more) {
                        objectClass('User').search(attributeFilter('listParent').eq(parent.uid.uidValue), inside)
                    }
                }
            }
        }
    }
}
