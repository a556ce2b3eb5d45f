objectClass('User') {
    search {
        endpoint('users') {
            supportedFilter(attribute('id').eq().anySingleValue()) {
                request.queryParameter('id', value)
            }
        }
    }
}
