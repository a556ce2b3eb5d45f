authentication {
    rest {
        basic {
            implementation {
                request.header('Authorization', 'Basic ' + Base64.getEncoder().encodeToString((configuration.restUsername + ':' + decrypt(configuration.restPassword)).getBytes('UTF-8')))
                request.header('X-Api-Version', '2')
                request.header('Accept', 'application/vnd.acme+json')
            }
        }
    }
}
