objectClass('Bot') {
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
                    value?.asText() == 'enabled'
                }
            }
        }
        creatable false
        updatable false
    }
}
