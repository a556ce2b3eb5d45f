import org.identityconnectors.common.security.GuardedString
import org.identityconnectors.common.security.SecurityUtil

def jsonNodes
try {
    jsonNodes = Class.forName('tools.jackson.databind.node.JsonNodeFactory').instance
} catch (ClassNotFoundException ignored) {
    jsonNodes = Class.forName('com.fasterxml.jackson.databind.node.JsonNodeFactory').instance
}

objectClass('User') {
    description 'A person\'s account'
    attribute('id') {
        connId {
            type String
        }
        json {
            type 'integer'
            implementation {
                deserialize {
                    value?.asText()
                }
            }
        }
        creatable false
        updatable false
        description 'Number the server assigns'
    }
    attribute('login') {
        jsonType 'string'
        required true
    }
    attribute('email') {
        jsonType 'string'
        openApiFormat 'email'
    }
    attribute('active') {
        connId {
            name '__ENABLE__'
        }
        jsonType 'boolean'
    }
    attribute('password') {
        connId {
            name '__PASSWORD__'
            type GuardedString
        }
        json {
            type 'string'
            implementation {
                deserialize {
                    null
                }
                serialize { given ->
                    jsonNodes.objectNode().put('v', SecurityUtil.decrypt(given)).get('v')
                }
            }
        }
        readable false
    }
    attribute('created') {
        jsonType 'string'
        openApiFormat 'date-time'
        creatable false
        updatable false
    }
}
