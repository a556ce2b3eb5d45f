objectClass('Device') {
    connIdAttribute('NAME', 'label')
}
