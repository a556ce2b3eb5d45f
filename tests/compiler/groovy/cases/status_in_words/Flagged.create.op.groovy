objectClass('Flagged') {
    create {
        endpoint(POST, 'flagged') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name', 'status', 'enabled'
        }
    }
}
