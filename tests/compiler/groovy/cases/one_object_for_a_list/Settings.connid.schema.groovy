objectClass('Settings') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
