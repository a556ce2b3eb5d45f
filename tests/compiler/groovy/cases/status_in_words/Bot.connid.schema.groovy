objectClass('Bot') {
    connIdAttribute('UID', 'id')
    connIdAttribute('NAME', 'name')
}
