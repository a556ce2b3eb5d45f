objectClass('User') {
    attribute('id') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('name') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('created') {
        jsonType 'string'
        openApiFormat 'date-time'
        creatable false
        updatable false
    }
    reference('group') {
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
}
