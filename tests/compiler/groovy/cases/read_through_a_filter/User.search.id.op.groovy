objectClass('User') {
    search {
        endpoint('users') {
            supportedFilter(attribute('id').eq().anySingleValue()) {
                request.queryParameter('user_id', value)
            }
        }
    }
}
