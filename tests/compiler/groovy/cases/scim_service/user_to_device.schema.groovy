objectClass('Device') {
    reference('owners') {
        objectClass 'User'
        role OBJECT
        subtype 'user_to_device'
        scim {
            path attribute('owners')
            implementation {
                deserialize {
                    connectorObjectReference('User', value.get('value').asText(), value.get('display')?.asText())
                }
            }
        }
        multiValued true
        creatable false
        updatable false
    }
}
