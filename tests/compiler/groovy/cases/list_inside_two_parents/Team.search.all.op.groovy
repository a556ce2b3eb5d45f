import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('Team') {
    search {
        endpoint('orgs/{id}/teams') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET orgs/{id}/teams: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            singleResult()
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
                        objectClass('Team').search(attributeFilter('listParent').eq(parent.uid.uidValue), inside)
                    }
                }
            }
        }
    }
}
