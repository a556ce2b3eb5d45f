objectClass('Flagged') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
