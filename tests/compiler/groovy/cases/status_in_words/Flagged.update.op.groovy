objectClass('Flagged') {
    update {
        endpoint(PATCH, 'flagged/{id}') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name', 'status', 'enabled'
        }
    }
}
