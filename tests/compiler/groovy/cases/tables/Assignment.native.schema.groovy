objectClass('Assignment') {
    sql {
        table 'assignments'
    }
}
