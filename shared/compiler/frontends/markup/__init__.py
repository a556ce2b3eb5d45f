"""Reference prose: pages that show requests, tables of parameters and examples, in any notation we can read."""

from shared.compiler.frontends.markup.document import read

__all__ = ["read"]
