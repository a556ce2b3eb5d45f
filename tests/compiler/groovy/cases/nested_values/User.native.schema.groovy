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
    attribute('address_city') {
        json {
            path attribute('address').child('city')
            type 'string'
        }
        creatable false
        updatable false
    }
    attribute('address_position_lat') {
        json {
            path attribute('address').child('position').child('lat')
            type 'string'
        }
        creatable false
        updatable false
    }
    attribute('phones') {
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
        multiValued true
        creatable false
        updatable false
    }
    attribute('givenName') {
        json {
            path attribute('profile').child('given/name')
            type 'string'
        }
        creatable false
        updatable false
    }
}
