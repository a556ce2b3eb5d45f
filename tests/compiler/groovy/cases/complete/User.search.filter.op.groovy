objectClass('User') {
    search {
        endpoint('users') {
            supportedFilter(attribute('login').contains().anySingleValue()) {
                request.queryParameter('q', value)
            }
        }
    }
}
