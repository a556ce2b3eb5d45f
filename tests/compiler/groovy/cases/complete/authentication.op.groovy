authentication {
    rest {
        bearer {
            implementation {
                request.header('Authorization', 'token ' + decrypt(configuration.restTokenValue))
            }
        }
    }
}
