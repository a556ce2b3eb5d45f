objectClass('User') {
    attribute('id') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('login') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('name') {
        json {
            name 'login'
            type 'string'
        }
        required true
        updatable false
    }
}
