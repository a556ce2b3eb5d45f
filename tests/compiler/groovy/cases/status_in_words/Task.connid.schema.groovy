objectClass('Task') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
