objectClass('Role') {
    attribute('code') {
        connId {
            name '__NAME__'
        }
    }
}
