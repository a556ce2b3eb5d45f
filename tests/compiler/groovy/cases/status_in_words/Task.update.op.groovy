objectClass('Task') {
    update {
        endpoint(PATCH, 'tasks/{id}') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name', 'status'
        }
    }
}
