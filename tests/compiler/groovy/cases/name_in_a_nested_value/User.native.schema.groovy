objectClass('User') {
    attribute('id') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('profile_login') {
        connId {
            type String
        }
        json {
            path attribute('profile').child('login')
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
    attribute('profile_email') {
        json {
            path attribute('profile').child('email')
            type 'string'
        }
        creatable false
        updatable false
    }
    attribute('email') {
        jsonType 'string'
        creatable false
    }
}
