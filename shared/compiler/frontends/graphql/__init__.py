"""GraphQL schemas (spec.graphql.org): in the definition language, or as the answer to an introspection query."""

from shared.compiler.frontends.graphql.document import read, read_script

__all__ = ["read", "read_script"]
