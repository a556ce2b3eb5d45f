objectClass('AppUser') {
    description 'People who log in'
    sql {
        table 'app_users'
    }
    attribute('enabled') {
        connId {
            name '__ENABLE__'
        }
    }
    attribute('first name') {
        connId {
            name 'first_name_2'
        }
    }
}
