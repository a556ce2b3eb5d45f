objectClass('Key') {
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
    attribute('listPage') {
        jsonType 'string'
        creatable false
        updatable false
        returnedByDefault false
        description 'Never filled; selects one page of the list.'
    }
}
