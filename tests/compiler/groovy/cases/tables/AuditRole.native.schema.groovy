objectClass('AuditRole') {
    sql {
        table 'ROLES'
    }
    namespace 'audit'
}
