objectClass('Role') {
    sql {
        table 'roles'
    }
    namespace 'hr'
    readOnly true
}
