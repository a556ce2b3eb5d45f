objectClass('Guest') {
    update {
        endpoint(PATCH, 'guests/{id}') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name', 'status'
        }
    }
}
