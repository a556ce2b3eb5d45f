objectClass('Thing__old') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
