objectClass('Task') {
    create {
        endpoint(POST, 'tasks') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name', 'status'
        }
    }
}
