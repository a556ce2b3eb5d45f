def jsonNodes
try {
    jsonNodes = Class.forName('tools.jackson.databind.node.JsonNodeFactory').instance
} catch (ClassNotFoundException ignored) {
    jsonNodes = Class.forName('com.fasterxml.jackson.databind.node.JsonNodeFactory').instance
}

objectClass('Badge') {
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
    }
    attribute('number') {
        connId {
            type String
        }
        json {
            type 'integer'
            implementation {
                deserialize {
                    value?.asText()
                }
                serialize { given ->
                    jsonNodes.objectNode().put('v', Long.valueOf(given)).get('v')
                }
            }
        }
        required true
    }
}
