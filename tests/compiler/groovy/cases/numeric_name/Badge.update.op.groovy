objectClass('Badge') {
    update {
        endpoint(PATCH, 'badges/{id}') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'number'
        }
    }
}
