objectClass('AuditRole') {
    attribute('id') {
        connId {
            name '__UID__'
        }
    }
    attribute('name') {
        connId {
            name '__NAME__'
        }
    }
}
