import org.identityconnectors.framework.common.exceptions.ConnectorException

def next

objectClass('Key') {
    search {
        endpoint('orgs/{id}/keys') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET orgs/{id}/keys: HTTP ' + response.statusCode())
                }
                def link = null
                for (entry in response.headers().allValues('Link').join(',').split(',\\s*(?=<)')) {
                    if (entry.replace('"', '').contains('rel=next')) {
                        link = entry.substring(entry.indexOf('<') + 1, entry.indexOf('>'))
                    }
                }
                next = link != null && link.contains('?') ? link.substring(link.indexOf('?') + 1) : null
                return response.body()
            }
            singleResult()
            emptyFilterSupported false
            supportedFilter(attribute('listPage').eq().anySingleValue()) {
                def places = value.split('\n', 2)
                request.pathParameter('id', places[0])
                def start = places[1]
                if (start != '') {
                    for (pair in start.split('&')) {
                        def parts = pair.split('=', 2)
                        request.queryParameter(parts[0], parts.length < 2 ? '' : URLDecoder.decode(parts[1], 'UTF-8'))
                    }
                }
            }
        }
        custom {
            emptyFilterSupported true
            implementation {
                def results = resultHandler()
                def more = true
                def seen = new HashSet()
                for (parent in objectClass('Organization').search()) {
                    def start = more ? '' : null
                    while (start != null) {
                        next = null
                        def page = { item ->
                            if (seen.add(item.uid.uidValue)) {
                                more = results.handle(item)
                            }
                            return more
                        }
                        objectClass('Key').search(attributeFilter('listPage').eq(parent.uid.uidValue + '\n' + start), page)
                        if (next == start) {
                            throw new ConnectorException('Key: the server answers the same page again')
                        }
                        start = next != '' && more ? next : null
                    }
                }
            }
        }
    }
}
