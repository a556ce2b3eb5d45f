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
    attribute('nickname') {
        jsonType 'string'
        updatable false
    }
}
