import org.identityconnectors.framework.common.exceptions.ConnectorException

objectClass('User') {
    search {
        endpoint('users') {
            objectExtractor {
                if (response.statusCode() >= 400) {
                    throw new ConnectorException('GET users: HTTP ' + response.statusCode())
                }
                return response.body().at('/items')
            }
            pagingSupport {
                request.queryParameter('$top', paging.pageSize)
                request.queryParameter('$skip', (paging.pageOffset - 1) * paging.pageSize)
            }
            emptyFilterSupported true
        }
    }
}
