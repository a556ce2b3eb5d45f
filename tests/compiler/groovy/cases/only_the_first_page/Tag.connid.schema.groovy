objectClass('Tag') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
