"""SCIM 2.0 schemas, resource types and service provider configurations (RFC 7643)."""

from shared.compiler.frontends.scim.document import read

__all__ = ["read"]
