objectClass('Badge') {
    create {
        endpoint(POST, 'badges') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'number'
        }
    }
}
