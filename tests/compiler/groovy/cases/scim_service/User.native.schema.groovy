objectClass('User') {
    scim {
        extension('enterprise', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User')
    }
    attribute('active') {
        connId {
            name '__ENABLE__'
        }
    }
    attribute('name_givenName_2') {
        scim {
            path attribute('name').child('givenName')
        }
        creatable false
        updatable false
    }
    attribute('emails_primary') {
        scim {
            path attribute('emails').valueFilter('primary', true).child('value')
        }
        creatable false
        updatable false
    }
    attribute('department') {
        scim {
            path extension('enterprise').child('department')
        }
        creatable false
        updatable false
    }
    attribute('manager_value') {
        scim {
            path extension('enterprise').child('manager').child('value')
        }
        creatable false
        updatable false
    }
}
