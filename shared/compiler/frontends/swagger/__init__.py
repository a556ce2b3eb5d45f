"""Swagger 2.0, now OpenAPI 2.0 (spec.openapis.org), on its own terms so that locations stay true."""

from shared.compiler.frontends.swagger.document import read

__all__ = ["read"]
