// Compile stand-ins for the classes scripts import, so that a name the scripts misspell still fails to compile.
class Stubs {
    static final List<String> SOURCES = [
        '''package org.identityconnectors.framework.common.exceptions
           class ConnectorException extends RuntimeException { ConnectorException(String message) { super(message) } }''',
        '''package org.identityconnectors.common.security
           class GuardedString { String clear }''',
        '''package org.identityconnectors.common.security
           class SecurityUtil { static String decrypt(GuardedString guarded) { guarded.clear } }''',
        '''package com.evolveum.polygon.scimrest.groovy.api
           enum HttpMethod { GET, POST }''',
    ]

    static GroovyClassLoader loader(ClassLoader parent) {
        def loader = new GroovyClassLoader(parent)
        SOURCES.each { loader.parseClass(it) }
        return loader
    }
}
