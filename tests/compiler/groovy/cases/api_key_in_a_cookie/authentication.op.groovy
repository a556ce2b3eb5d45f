authentication {
    rest {
        apiKey {
            implementation {
                request.header('Cookie', 'SID=' + decrypt(configuration.restApiKey))
            }
        }
    }
}
