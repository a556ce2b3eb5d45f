objectClass('User') {
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
        creatable false
        updatable false
    }
}
