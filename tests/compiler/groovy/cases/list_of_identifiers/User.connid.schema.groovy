objectClass('User') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'id_name')
}
