objectClass('User') {
    attribute('login') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('name') {
        jsonType 'string'
    }
    attribute('login_name') {
        json {
            name 'login'
            type 'string'
        }
        required true
        updatable false
    }
}
