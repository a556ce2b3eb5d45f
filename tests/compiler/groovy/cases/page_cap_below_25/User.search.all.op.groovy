import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('User') {
    search {
        endpoint('users') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users: HTTP ' + response.statusCode())
                }
                return response.body().at('/items')
            }
            singleResult()
            emptyFilterSupported false
            supportedFilter(attribute('listPage').eq().anySingleValue()) {
                request.queryParameter('limit', 10)
                request.queryParameter('page', value)
            }
        }
        custom {
            emptyFilterSupported true
            implementation {
                def results = resultHandler()
                def more = true
                def start = 1
                def previous = null
                while (start != null) {
                    def first = null
                    def count = 0
                    def page = { item ->
                        first = first == null ? item.uid.uidValue : first
                        count = count + 1
                        more = results.handle(item)
                        return more
                    }
                    objectClass('User').search(attributeFilter('listPage').eq(start.toString()), page)
                    if (first != null && first == previous) {
                        throw new ConnectorException('User: the server answers the same page again')
                    }
                    previous = first
                    start = first != null && more ? start + 1 : null
                }
            }
        }
    }
}
