objectClass('User') {
    connIdAttribute('UID', 'login')
    connIdAttribute('NAME', 'login_name')
}
