objectClass('Team') {
    connIdAttribute('UID', 'name')
    connIdAttribute('NAME', 'name_name')
}
