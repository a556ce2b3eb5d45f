"""Every name a script uses is one it defines, imports, or is given by the framework or the language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.compiler.writing.groovy.expressions import Name, New
from shared.compiler.writing.groovy.rewriting import every_node
from shared.compiler.writing.groovy.syntax import Block, Command, Define, DefineClosure, For, Import, Statement

_GIVEN: Final = frozenset({"request", "response", "value", "paging", "configuration"})
_CONSTANTS: Final = frozenset(
    {"true", "false", "null", "JSON_ARRAY", "JSON_OBJECT", "PER_OBJECT", "SUBJECT", "OBJECT", "APPLICATION_JSON",
     "POST", "PUT", "PATCH", "DELETE"}
)  # fmt: skip
_CLASSES: Final = frozenset({"String", "Boolean", "Double", "Long", "Class", "Base64", "URLDecoder", "HashSet"})


def unknown_names(tree: tuple[Statement, ...]) -> Iterator[str]:
    """Yield a sentence for each name in the script `tree` that nothing binds."""
    nodes = tuple(node for part in _speaking(tree) for node in every_node(part))
    bound = _GIVEN | _CONSTANTS | _CLASSES | {name for node in nodes for name in _bound(node)}
    used = dict.fromkeys(name for node in nodes for name in _used(node))
    yield from (f"nothing binds `{name}`" for name in used if name not in bound)


def _speaking(statements: tuple[Statement, ...]) -> Iterator[Statement]:
    """Yield the statements that can name something, without the blocks that only declare with literals."""
    for it in statements:
        match it:
            case Command(arguments=arguments) if not any(isinstance(argument, Name) for argument in arguments):
                pass
            case Block(body=body, parameters=()) if all(isinstance(inner, Block | Command) for inner in body):
                yield from _speaking(body)
            case _:
                yield it


def _bound(node: object) -> Iterator[str]:
    match node:
        case Define(name):
            yield name
        case DefineClosure(name, parameters):
            yield from (name, *parameters)
        case For(variable):
            yield variable
        case Block(parameters=parameters):
            yield from parameters
        case Import(type):
            yield type.rsplit(".", 1)[-1]


def _used(node: object) -> Iterator[str]:
    match node:
        case Name(value):
            yield value
        case New(type) if "." not in type:
            yield type
