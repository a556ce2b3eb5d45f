objectClass('Key') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
