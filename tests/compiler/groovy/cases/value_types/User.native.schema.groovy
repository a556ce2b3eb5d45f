def jsonNodes
try {
    jsonNodes = Class.forName('tools.jackson.databind.node.JsonNodeFactory').instance
} catch (ClassNotFoundException ignored) {
    jsonNodes = Class.forName('com.fasterxml.jackson.databind.node.JsonNodeFactory').instance
}

objectClass('User') {
    attribute('id') {
        jsonType 'string'
        openApiFormat 'uuid'
        creatable false
        updatable false
    }
    attribute('name') {
        jsonType 'string'
        required true
    }
    attribute('born') {
        jsonType 'string'
    }
    attribute('hired') {
        jsonType 'string'
        openApiFormat 'date-time'
    }
    attribute('score') {
        connId {
            type Double
        }
        json {
            type 'number'
            openApiFormat 'double'
            implementation {
                deserialize {
                    value == null || value.isNull() ? null : value.asDouble()
                }
                serialize { given ->
                    jsonNodes.objectNode().put('v', given).get('v')
                }
            }
        }
    }
    attribute('logins') {
        jsonType 'integer'
        openApiFormat 'int64'
    }
    attribute('admin') {
        jsonType 'boolean'
    }
    attribute('tags') {
        jsonType 'string'
        multiValued true
        required true
    }
    attribute('avatar') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('notes') {
        jsonType 'string'
        creatable false
        updatable false
        returnedByDefault false
    }
    attribute('secret') {
        jsonType 'string'
        updatable false
        readable false
    }
}
