import org.identityconnectors.framework.common.exceptions.ConnectorException
import com.evolveum.polygon.scimrest.groovy.api.HttpMethod
import groovy.json.JsonOutput

objectClass('Role') {
    search {
        endpoint('roles') {
            responseFormat JSON_ARRAY
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('POST roles: HTTP ' + response.statusCode())
                }
                return response.body()
            }
            pagingSupport {
                request.httpMethod(HttpMethod.POST)
                request.header('Content-Type', 'application/json')
                request.body(JsonOutput.toJson(['page': ['size': 500]]))
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
