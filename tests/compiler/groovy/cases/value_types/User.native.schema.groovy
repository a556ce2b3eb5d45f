objectClass('User') {
    attribute('id') {
        jsonType 'string'
        openApiFormat 'uuid'
        creatable false
        updatable false
    }
    attribute('name') {
        jsonType 'string'
        required true
    }
    attribute('born') {
        jsonType 'string'
    }
    attribute('hired') {
        jsonType 'string'
        openApiFormat 'date-time'
    }
    attribute('score') {
        jsonType 'number'
        openApiFormat 'double'
    }
    attribute('logins') {
        jsonType 'integer'
        openApiFormat 'int64'
    }
    attribute('admin') {
        jsonType 'boolean'
    }
    attribute('tags') {
        jsonType 'string'
        multiValued true
        required true
    }
    attribute('avatar') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('notes') {
        jsonType 'string'
        creatable false
        updatable false
        returnedByDefault false
    }
    attribute('secret') {
        jsonType 'string'
        updatable false
        readable false
    }
}
