import org.identityconnectors.framework.common.exceptions.ConnectorException

def next

objectClass('User') {
    search {
        endpoint('users') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users: HTTP ' + response.statusCode())
                }
                next = response.headers().firstValue('X-Next-Cursor').orElse(null)
                return response.body().at('/items')
            }
            singleResult()
            emptyFilterSupported false
            supportedFilter(attribute('listPage').eq().anySingleValue()) {
                request.queryParameter('limit', 25)
                if (value != '') {
                    request.header('X-Cursor', value)
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
