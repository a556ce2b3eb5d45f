objectClass('Bot') {
    update {
        endpoint(PATCH, 'bots/{id}') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name'
        }
    }
}
