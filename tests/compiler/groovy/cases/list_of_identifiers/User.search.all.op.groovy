import org.identityconnectors.framework.common.exceptions.ConnectorException

def jsonNodes
try {
    jsonNodes = Class.forName('tools.jackson.databind.node.JsonNodeFactory').instance
} catch (ClassNotFoundException ignored) {
    jsonNodes = Class.forName('com.fasterxml.jackson.databind.node.JsonNodeFactory').instance
}

objectClass('User') {
    search {
        endpoint('users') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users: HTTP ' + response.statusCode())
                }
                def items = []
                for (entry in response.body().at('/ocs/data')) {
                    def item = jsonNodes.objectNode().put('id', entry.asText())
                    items.add(item)
                }
                return items
            }
            singleResult()
            emptyFilterSupported true
        }
    }
}
