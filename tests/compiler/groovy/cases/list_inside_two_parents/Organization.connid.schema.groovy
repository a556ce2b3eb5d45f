objectClass('Organization') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
