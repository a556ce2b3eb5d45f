objectClass('Task') {
    delete {
        endpoint(DELETE, 'tasks/{id}')
    }
}
