import org.identityconnectors.framework.common.exceptions.ConnectorException
import com.evolveum.polygon.scimrest.groovy.api.HttpMethod
import groovy.json.JsonOutput

objectClass('User') {
    search {
        endpoint('users') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('POST users: HTTP ' + response.statusCode())
                }
                return response.body().at('/items')
            }
            singleResult()
            emptyFilterSupported false
            supportedFilter(attribute('listPage').eq().anySingleValue()) {
                request.httpMethod(HttpMethod.POST)
                request.header('Content-Type', 'application/json')
                request.body(JsonOutput.toJson(['size': 10, 'from': Long.valueOf(value)]))
            }
        }
        custom {
            emptyFilterSupported true
            implementation {
                def results = resultHandler()
                def more = true
                def start = 0
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
                    start = first != null && more ? start + count : null
                }
            }
        }
    }
}
