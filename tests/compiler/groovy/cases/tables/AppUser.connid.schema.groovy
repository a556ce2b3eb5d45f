objectClass('AppUser') {
    attribute('id') {
        connId {
            name '__UID__'
        }
    }
    attribute('user name') {
        connId {
            name '__NAME__'
        }
    }
}
