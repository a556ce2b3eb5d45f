objectClass('Bot') {
    create {
        endpoint(POST, 'bots') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name'
        }
    }
}
