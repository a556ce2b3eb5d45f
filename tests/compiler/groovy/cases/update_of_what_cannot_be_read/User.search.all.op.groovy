import org.identityconnectors.framework.common.exceptions.ConnectorException
import com.evolveum.polygon.scimrest.groovy.api.HttpMethod
import groovy.json.JsonOutput

objectClass('User') {
    search {
        endpoint('users') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('POST users: HTTP ' + response.statusCode())
                }
                def items = response.body()
                for (item in items) {
                    for (name in ['name']) {
                        if (item.get(name) == null || item.get(name).isNull()) {
                            item.putArray(name)
                        }
                    }
                }
                return items
            }
            pagingSupport {
                request.httpMethod(HttpMethod.POST)
                request.header('Content-Type', 'application/json')
                request.body(JsonOutput.toJson([:]))
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
