objectClass('Settings') {
    search {
        custom {
            supportedFilter attribute('id').eq().anySingleValue()
            implementation {
                def wanted = filter().attribute.value.first()
                def results = resultHandler()
                for (item in objectClass('Settings').search()) {
                    if (item.uid.uidValue == wanted) {
                        results.handle(item)
                    }
                }
            }
        }
    }
}
