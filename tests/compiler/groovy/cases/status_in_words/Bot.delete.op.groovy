objectClass('Bot') {
    delete {
        endpoint(DELETE, 'bots/{id}')
    }
}
