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
    attribute('is-suspended') {
        connId {
            name '__ENABLE__'
            type Boolean
        }
        json {
            type 'boolean'
            implementation {
                deserialize {
                    !value?.asBoolean()
                }
                serialize { given ->
                    jsonNodes.objectNode().put('v', !given).get('v')
                }
            }
        }
    }
    attribute('locked') {
        jsonType 'boolean'
    }
}
