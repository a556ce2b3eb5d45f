objectClass('User') {
    attribute('id') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('name') {
        jsonType 'string'
    }
    attribute('status') {
        jsonType 'string'
    }
}
