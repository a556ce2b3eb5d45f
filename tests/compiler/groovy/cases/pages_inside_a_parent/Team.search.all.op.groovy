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
            supportedFilter(attribute('listPage').eq().anySingleValue()) {
                def places = value.split('\n', 2)
                request.pathParameter('id', places[0])
                def start = places[1]
                request.queryParameter('limit', 10)
                request.queryParameter('page', start)
            }
        }
        custom {
            emptyFilterSupported true
            implementation {
                def results = resultHandler()
                def more = true
                def seen = new HashSet()
                for (parent in objectClass('Organization').search()) {
                    def start = more ? 1 : null
                    def previous = null
                    while (start != null) {
                        def first = null
                        def count = 0
                        def page = { item ->
                            first = first == null ? item.uid.uidValue : first
                            count = count + 1
                            if (seen.add(item.uid.uidValue)) {
                                more = results.handle(item)
                            }
                            return more
                        }
                        objectClass('Team').search(attributeFilter('listPage').eq(parent.uid.uidValue + '\n' + start.toString()), page)
                        if (first != null && first == previous) {
                            throw new ConnectorException('Team: the server answers the same page again')
                        }
                        previous = first
                        start = first != null && more ? start + 1 : null
                    }
                }
            }
        }
    }
}
