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
    attribute('status') {
        connId {
            name '__ENABLE__'
            type Boolean
        }
        json {
            type 'string'
            implementation {
                deserialize {
                    value?.asText() == 'ACTIVE'
                }
                serialize { given ->
                    jsonNodes.objectNode().put('v', given ? 'ACTIVE' : 'suspended').get('v')
                }
            }
        }
    }
    attribute('status_text') {
        json {
            name 'status'
            type 'string'
        }
        creatable false
        updatable false
    }
}
