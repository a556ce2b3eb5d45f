objectClass('Guest') {
    create {
        endpoint(POST, 'guests') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name', 'status'
        }
    }
}
