authentication {
    rest {
        apiKey {
            implementation {
                request.header('X-Api-Version', '2')
                request.header('Accept', 'application/vnd.acme+json')
            }
        }
    }
}
