objectClass('User') {
    create {
        endpoint(POST, 'users') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name', 'email', 'nickname', 'initialPassword', 'is_active'
        }
    }
}
