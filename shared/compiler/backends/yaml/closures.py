"""
Closures as text of their own.

A YAML document has no place for imports and script variables: the framework compiles each closure by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.compiler.writing.groovy.expressions import Name, New
from shared.compiler.writing.groovy.printer import render_body
from shared.compiler.writing.groovy.rewriting import every_node, rewritten
from shared.compiler.writing.groovy.syntax import Assign, Block, Comment, Define, Import, Statement
from shared.compiler.writing.yaml import Code


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the blocks of a script: imported classes by short name, and the statements before them."""

    imported: dict[str, str]
    preparation: tuple[Statement, ...]

    @property
    def variables(self) -> frozenset[str]:
        """The names of the script's variables."""
        return frozenset(it.name for it in self.preparation if isinstance(it, Define))

    def code(self, body: tuple[Statement, ...]) -> Code:
        """Return `body` with full class names, and with the preparation where it uses a variable of the script."""
        used = {it.value for it in every_node(body) if isinstance(it, Name)}
        needed = self.preparation if used & self.variables else ()
        return Code(render_body(rewritten((*needed, *body), self._in_full)))

    def _in_full(self, node: object) -> object:
        match node:
            case Name(value) if value in self.imported:
                return Name(self.imported[value])
            case New(type, arguments) if type in self.imported:
                return New(self.imported[type], arguments)
            case _:
                return node


def surroundings(tree: tuple[Statement, ...]) -> Surroundings:
    """Return what stands around the blocks of the script `tree`."""
    imported = {it.type.rsplit(".", 1)[-1]: it.type for it in tree if isinstance(it, Import)}
    return Surroundings(imported, tuple(it for it in tree if not isinstance(it, Import | Block | Comment)))


def shares_state(tree: tuple[Statement, ...], around: Surroundings) -> bool:
    """Return True when a closure gives a new value to a variable of the script, for another closure to find."""
    blocks = tuple(it for it in tree if isinstance(it, Block))
    return any(isinstance(it, Assign) and it.name in around.variables for it in every_node(blocks))
