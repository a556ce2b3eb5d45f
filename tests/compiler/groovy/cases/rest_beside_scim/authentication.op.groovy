authentication {
    rest {
        basic {
            implementation {
                request.header('Authorization', 'Token ' + Base64.getEncoder().encodeToString((configuration.restUsername + ':' + decrypt(configuration.restPassword)).getBytes('UTF-8')))
            }
        }
    }
    scim {
        basic {
            implementation {
                request.header('Authorization', 'Token ' + Base64.getEncoder().encodeToString((configuration.scimUsername + ':' + decrypt(configuration.scimPassword)).getBytes('UTF-8')))
            }
        }
    }
}
