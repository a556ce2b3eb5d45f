objectClass('Device') {
    attribute('label') {
        scim {
            path attribute('label')
        }
    }
}
