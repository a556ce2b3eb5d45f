objectClass('User') {
    create {
        endpoint(POST, 'users') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name', 'born', 'hired', 'score', 'logins', 'admin', 'tags', 'secret'
        }
    }
}
