objectClass('User') {
    update {
        // sends only what changed: the server must keep the rest
        endpoint(PUT, 'users/{id}') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name'
        }
    }
}
