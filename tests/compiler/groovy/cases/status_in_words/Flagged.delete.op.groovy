objectClass('Flagged') {
    delete {
        endpoint(DELETE, 'flagged/{id}')
    }
}
