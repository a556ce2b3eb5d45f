"""Collections of requests in Postman's format, 2.0 and 2.1 (schema.postman.com)."""

from shared.compiler.frontends.postman.document import read

__all__ = ["read"]
