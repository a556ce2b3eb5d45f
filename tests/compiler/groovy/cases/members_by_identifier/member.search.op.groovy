import org.identityconnectors.framework.common.exceptions.ConnectorException

def jsonNodes
try {
    jsonNodes = Class.forName('tools.jackson.databind.node.JsonNodeFactory').instance
} catch (ClassNotFoundException ignored) {
    jsonNodes = Class.forName('com.fasterxml.jackson.databind.node.JsonNodeFactory').instance
}

objectClass('Group') {
    search {
        endpoint('users/{id}/groups') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users/{id}/groups: HTTP ' + response.statusCode())
                }
                def entries = response.body()
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
            supportedFilter(attribute('members').eq().anySingleValue()) {
                request.pathParameter('id', value.value.uid.uidValue)
            }
        }
    }
}

objectClass('User') {
    search {
        endpoint('groups/{id}/members') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET groups/{id}/members: HTTP ' + response.statusCode())
                }
                def items = []
                for (entry in response.body().at('/users')) {
                    def item = jsonNodes.objectNode().put('login', entry.asText())
                    items.add(item)
                }
                return items
            }
            singleResult()
            supportedFilter(attribute('groups').eq().anySingleValue()) {
                request.pathParameter('id', value.value.uid.uidValue)
            }
        }
    }
}
