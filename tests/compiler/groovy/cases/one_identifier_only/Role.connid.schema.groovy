objectClass('Role') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'id_name')
}
