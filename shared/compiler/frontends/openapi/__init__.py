"""OpenAPI 3.0, 3.1 and 3.2 (spec.openapis.org)."""

from shared.compiler.frontends.openapi.document import read

__all__ = ["read"]
