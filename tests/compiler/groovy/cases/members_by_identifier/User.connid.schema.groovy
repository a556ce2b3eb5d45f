objectClass('User') {
    connIdAttribute('UID', 'login')
    connIdAttribute('NAME', 'name')
}
