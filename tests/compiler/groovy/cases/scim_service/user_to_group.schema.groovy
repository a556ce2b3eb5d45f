relationship('user_to_group') {
    subject('User') {
        attribute('groups') {
            scim {
                path attribute('groups')
                implementation {
                    deserialize {
                        connectorObjectReference('Group', value.get('value').asText(), value.get('display')?.asText())
                    }
                }
            }
            multiValued true
            creatable false
            updatable false
        }
    }
    object('Group') {
        attribute('members') {
            scim {
                path attribute('members')
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
}
