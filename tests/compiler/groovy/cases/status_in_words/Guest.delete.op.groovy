objectClass('Guest') {
    delete {
        endpoint(DELETE, 'guests/{id}')
    }
}
