objectClass('Guest') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
