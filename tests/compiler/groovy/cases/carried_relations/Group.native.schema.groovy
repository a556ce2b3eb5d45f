objectClass('Group') {
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
    reference('members') {
        objectClass 'User'
        json {
            implementation {
                deserialize {
                    value == null || value.isNull() ? null : connectorObjectReference('User', value.get('id').asText(), null)
                }
            }
        }
        multiValued true
        creatable false
        updatable false
    }
    attribute('ownerIds') {
        jsonType 'string'
        multiValued true
        creatable false
        updatable false
    }
}
