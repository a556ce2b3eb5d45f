objectClass('User') {
    search {
        endpoint('users') {
            supportedFilter(attribute('name').eq().anySingleValue()) {
                request.queryParameter('name', value)
            }
        }
    }
}
