objectClass('Team') {
    attribute('id') {
        jsonType 'integer'
        openApiFormat 'int64'
        creatable false
        updatable false
    }
    attribute('name') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('name_name') {
        json {
            name 'name'
            type 'string'
        }
        creatable false
        updatable false
    }
}
