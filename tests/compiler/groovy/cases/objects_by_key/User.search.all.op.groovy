import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('User') {
    search {
        endpoint('users') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users: HTTP ' + response.statusCode())
                }
                if (response.statusCode() == 204) {
                    return []
                }
                def entries = response.body().at('/users')
                def items = []
                for (key in new groovy.json.JsonSlurper().parseText(entries.toString()).keySet()) {
                    def item = entries.get(key)
                    if (item.get('id') == null) {
                        item.put('id', key)
                    }
                    items.add(item)
                }
                return items
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
