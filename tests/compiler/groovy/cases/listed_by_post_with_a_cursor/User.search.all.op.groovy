import org.identityconnectors.framework.common.exceptions.ConnectorException
import com.evolveum.polygon.scimrest.groovy.api.HttpMethod
import groovy.json.JsonOutput

def next

objectClass('User') {
    search {
        endpoint('users') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('POST users: HTTP ' + response.statusCode())
                }
                def found = response.body().at('/page/next')
                next = found.isValueNode() && !found.isNull() ? found.asText() : null
                return response.body().at('/items')
            }
            singleResult()
            emptyFilterSupported false
            supportedFilter(attribute('listPage').eq().anySingleValue()) {
                request.httpMethod(HttpMethod.POST)
                request.header('Content-Type', 'application/json')
                request.body(JsonOutput.toJson(value != '' ? ['page': ['size': 25, 'after': value]] : ['page': ['size': 25]]))
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
