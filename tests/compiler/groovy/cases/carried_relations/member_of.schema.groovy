objectClass('Group') {
    reference('members') {
        objectClass 'User'
        role OBJECT
        subtype 'member_of'
    }
}
