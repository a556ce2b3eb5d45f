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
    attribute('team') {
        jsonType 'integer'
        openApiFormat 'int64'
    }
    reference('groups') {
        objectClass 'Group'
        json {
            implementation {
                deserialize {
                    value == null || value.isNull() ? null : connectorObjectReference('Group', value.get('id').asText(), null)
                }
            }
        }
        multiValued true
        creatable false
        updatable false
    }
    reference('owner') {
        objectClass 'Group'
        json {
            implementation {
                deserialize {
                    value == null || value.isNull() ? null : connectorObjectReference('Group', value.asText(), null)
                }
            }
        }
        creatable false
        updatable false
    }
    attribute('lead') {
        connId {
            type String
        }
        json {
            type 'string'
            implementation {
                deserialize {
                    value == null || value.isNull() ? null : value.toString()
                }
            }
        }
        creatable false
        updatable false
    }
    attribute('home') {
        jsonType 'string'
        creatable false
        updatable false
    }
}
