import org.identityconnectors.common.security.GuardedString
import org.identityconnectors.common.security.SecurityUtil

def jsonNodes
try {
    jsonNodes = Class.forName('tools.jackson.databind.node.JsonNodeFactory').instance
} catch (ClassNotFoundException ignored) {
    jsonNodes = Class.forName('com.fasterxml.jackson.databind.node.JsonNodeFactory').instance
}

objectClass('User') {
    attribute('id') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('name') {
        jsonType 'string'
        required true
    }
    attribute('email') {
        jsonType 'string'
    }
    attribute('nickname') {
        jsonType 'string'
        updatable false
    }
    attribute('nick') {
        jsonType 'string'
        creatable false
        readable false
    }
    attribute('initialPassword') {
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
        updatable false
        readable false
    }
    attribute('newPassword') {
        connId {
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
        creatable false
        readable false
    }
    attribute('mail') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('active') {
        connId {
            name '__ENABLE__'
        }
        jsonType 'boolean'
        creatable false
        updatable false
    }
    attribute('is_active') {
        json {
            name 'is active'
            type 'boolean'
        }
        readable false
    }
}
