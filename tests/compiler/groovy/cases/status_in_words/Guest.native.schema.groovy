def jsonNodes
try {
    jsonNodes = Class.forName('tools.jackson.databind.node.JsonNodeFactory').instance
} catch (ClassNotFoundException ignored) {
    jsonNodes = Class.forName('com.fasterxml.jackson.databind.node.JsonNodeFactory').instance
}

objectClass('Guest') {
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
                    value?.asText() == 'active'
                }
                serialize { given ->
                    jsonNodes.objectNode().put('v', given ? 'active' : 'locked').get('v')
                }
            }
        }
    }
}
