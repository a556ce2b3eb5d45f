objectClass('Role') {
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
    attribute('name') {
        jsonType 'string'
        multiValued true
        creatable false
        updatable false
    }
    attribute('id_name') {
        connId {
            type String
        }
        json {
            name 'id'
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
}
