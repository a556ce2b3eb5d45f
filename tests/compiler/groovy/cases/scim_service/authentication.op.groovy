authentication {
    scim {
        bearer {
            implementation {
                request.header('Authorization', 'SSWS ' + decrypt(configuration.scimTokenValue))
            }
        }
    }
}
