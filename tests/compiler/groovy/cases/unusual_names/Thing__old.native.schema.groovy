objectClass('Thing__old') {
    description 'line one line two'
    attribute('id') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('name') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('ref') {
        json {
            name '$ref'
            type 'string'
        }
        creatable false
        updatable false
    }
    attribute('_9lives') {
        json {
            name '9lives'
            type 'string'
        }
        creatable false
        updatable false
    }
    attribute('first_name_2') {
        json {
            name 'first name'
            type 'string'
        }
        creatable false
        updatable false
    }
    attribute('first_name') {
        jsonType 'string'
        creatable false
        updatable false
    }
    attribute('NAME_2') {
        json {
            name '__NAME__'
            type 'string'
        }
        creatable false
        updatable false
    }
    attribute('_conndev_x') {
        json {
            name 'conndev_x'
            type 'string'
        }
        creatable false
        updatable false
    }
    attribute('gr\u00f6\u00dfe') {
        jsonType 'string'
        creatable false
        updatable false
        description 'Gr\u00f6sse in \u20ac, it\'s a \\ \'quote\' ${not} \ud83d\ude00'
    }
}
