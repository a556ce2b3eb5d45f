objectClass('Package') {
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
    attribute('owner_login') {
        json {
            path attribute('owner').child('login')
            type 'string'
        }
        creatable false
        updatable false
    }
}
