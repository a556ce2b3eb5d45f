"""Every name a script uses is one it defines, imports, or is given by the framework or the language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from shared.compiler.writing.groovy.expressions import Name, New
from shared.compiler.writing.groovy.rewriting import every_node
from shared.compiler.writing.groovy.syntax import Block, Command, Define, DefineClosure, For, Import, Statement

_GIVEN: Final = frozenset({"request", "response", "value", "paging", "configuration"})
_CONSTANTS: Final = frozenset(
    {"true", "false", "null", "JSON_ARRAY", "JSON_OBJECT", "PER_OBJECT", "SUBJECT", "OBJECT", "APPLICATION_JSON",
     "POST", "PUT", "PATCH", "DELETE"}
)  # fmt: skip
_CLASSES: Final = frozenset({"String", "Boolean", "Double", "Long", "Class", "Base64", "URLDecoder", "HashSet"})
_KNOWN: Final = _GIVEN | _CONSTANTS | _CLASSES


def unknown_names(tree: tuple[Statement, ...]) -> Iterator[str]:
    """Yield a sentence for each name in the script `tree` that nothing binds."""
    bound = set(_KNOWN)
    used: dict[str, None] = {}
    speaking: list[Statement | Name] = []
    _speaking(tree, speaking)
    for node in every_node(tuple(speaking)):
        if isinstance(node, Name):
            used[node.value] = None
        elif isinstance(node, New) and "." not in node.type:
            used[node.type] = None
        elif type(node) in _BINDING:
            bound.update(_BINDING[type(node)](node))
    yield from (f"nothing binds `{name}`" for name in used if name not in bound)


def _speaking(statements: tuple[Statement, ...], found: list[Statement | Name]) -> None:
    """Append what can name something else than is always there: most statements only declare literals."""
    for it in statements:
        if isinstance(it, Command):
            found += [each for each in it.arguments if isinstance(each, Name) and each.value not in _KNOWN]
        elif isinstance(it, Block) and not it.parameters and _DECLARING.issuperset(map(type, it.body)):
            _speaking(it.body, found)
        else:
            found.append(it)


_DECLARING: Final = frozenset({Block, Command})
_BINDING: Final[Mapping[type, Callable[[Any], tuple[str, ...]]]] = {
    Define: lambda node: (node.name,),
    DefineClosure: lambda node: (node.name, *node.parameters),
    For: lambda node: (node.variable,),
    Block: lambda node: node.parameters,
    Import: lambda node: (node.type.rsplit(".", 1)[-1],),
}
