objectClass('Badge') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
