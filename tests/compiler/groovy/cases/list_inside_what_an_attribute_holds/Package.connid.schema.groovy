objectClass('Package') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
