import org.identityconnectors.framework.common.exceptions.ConnectorException

def next

objectClass('User') {
    search {
        endpoint('users') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users: HTTP ' + response.statusCode())
                }
                def found = response.body().at('/@odata.nextLink')
                def link = found.isValueNode() && !found.isNull() ? found.asText() : null
                next = link != null && link.contains('?') ? link.substring(link.indexOf('?') + 1) : null
                return response.body().at('/items')
            }
            singleResult()
            emptyFilterSupported false
            supportedFilter(attribute('listPage').eq().anySingleValue()) {
                request.queryParameter('$top', 25)
                if (value != '') {
                    for (pair in value.split('&')) {
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
                def start = ''
                while (start != null) {
                    next = null
                    def page = { item ->
                        more = results.handle(item)
                        return more
                    }
                    objectClass('User').search(attributeFilter('listPage').eq(start), page)
                    if (next == start) {
                        throw new ConnectorException('User: the server answers the same page again')
                    }
                    start = next != '' && more ? next : null
                }
            }
        }
    }
}
