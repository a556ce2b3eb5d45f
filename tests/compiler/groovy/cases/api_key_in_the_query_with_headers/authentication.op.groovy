authentication {
    rest {
        apiKey {
            implementation {
                request.queryParameter('key', decrypt(configuration.restApiKey))
                request.header('X-Api-Version', '2')
                request.header('Accept', 'application/vnd.acme+json')
            }
        }
    }
}
