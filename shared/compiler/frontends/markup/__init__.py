"""Reference prose: pages that show requests, tables of parameters and examples, in any notation we can read."""

from shared.compiler.frontends.markup.document import read
from shared.compiler.frontends.markup.recognition import is_page

__all__ = ["is_page", "read"]
