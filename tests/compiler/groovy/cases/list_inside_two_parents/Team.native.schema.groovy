objectClass('Team') {
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
    attribute('listParent') {
        jsonType 'string'
        creatable false
        updatable false
        returnedByDefault false
        description 'Never filled; selects the list inside one object.'
    }
}
