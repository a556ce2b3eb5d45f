objectClass('Team') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
