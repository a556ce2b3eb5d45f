objectClass('Role') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
