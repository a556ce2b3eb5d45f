objectClass('User') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'profile_login')
}
