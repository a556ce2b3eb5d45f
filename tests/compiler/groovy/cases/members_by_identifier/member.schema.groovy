relationship('member') {
    subject('User') {
        attribute('groups') {
            multiValued true
            returnedByDefault false
            creatable false
            updatable false
            resolver {
                resolutionType PER_OBJECT
                search {
                    attributeFilter('members').eq(value)
                }
            }
        }
    }
    object('Group') {
        attribute('members') {
            multiValued true
            returnedByDefault false
            creatable false
            updatable false
            resolver {
                resolutionType PER_OBJECT
                search {
                    attributeFilter('groups').eq(value)
                }
            }
        }
    }
}
