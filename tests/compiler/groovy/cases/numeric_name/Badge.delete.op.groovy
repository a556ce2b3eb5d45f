objectClass('Badge') {
    delete {
        endpoint(DELETE, 'badges/{id}')
    }
}
