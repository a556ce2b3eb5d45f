objectClass('Flagged') {
    attribute('id') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('name') {
        jsonType 'string'
        required true
    }
    attribute('status') {
        jsonType 'string'
    }
    attribute('enabled') {
        connId {
            name '__ENABLE__'
        }
        jsonType 'boolean'
    }
}
