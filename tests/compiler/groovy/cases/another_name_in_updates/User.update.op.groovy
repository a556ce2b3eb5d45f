objectClass('User') {
    update {
        endpoint(PATCH, 'users/{id}') {
            request {
                contentType APPLICATION_JSON
            }
            supportedAttributes 'name', 'email', 'nick', 'newPassword', 'is_active'
        }
    }
}
