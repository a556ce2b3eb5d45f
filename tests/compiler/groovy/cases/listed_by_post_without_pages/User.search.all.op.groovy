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
