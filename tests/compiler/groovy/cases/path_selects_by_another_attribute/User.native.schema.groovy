objectClass('User') {
    attribute('id') {
        jsonType 'integer'
        openApiFormat 'int64'
        creatable false
        updatable false
    }
    attribute('login') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('name') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('login_name') {
        json {
            name 'login'
            type 'string'
        }
        creatable false
        updatable false
    }
}
