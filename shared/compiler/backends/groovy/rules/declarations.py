"""
A property has one value, whichever scripts set it.

The framework merges what scripts say about one class or attribute, takes the same value twice, and refuses to load when
two values differ; a special ConnId name may stand for one attribute of a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.compiler.writing.groovy.expression_printer import show
from shared.compiler.writing.groovy.expressions import Expression, Invoke, Text
from shared.compiler.writing.groovy.syntax import Block, Command, Do, Statement

_PARTICIPANTS = frozenset({"subject", "object"})
_ATTRIBUTES = frozenset({"attribute", "reference"})

Place = tuple[str, ...]


def contradictions(trees: Iterable[tuple[Statement, ...]]) -> Iterator[tuple[str, str]]:
    """Yield the class, and a sentence, for each property to which `trees` give two values."""
    values: dict[Place, tuple[Expression, ...]] = {}
    specials: dict[Place, str] = {}
    for place, value in (found for tree in trees for block in _classes(tree) for found in _class(block)):
        if values.setdefault(place, value) != value:
            yield place[0], f"`{place[-1]}` of `{place[-2]}` has two values"
        if place[-2:] == ("connId", "name"):
            special = (place[0], str(value))
            if specials.setdefault(special, place[1]) != place[1]:
                yield place[0], f"`{specials[special]}` and `{place[1]}` have one ConnId name"


def _classes(tree: tuple[Statement, ...]) -> Iterator[Block]:
    for statement in tree:
        if isinstance(statement, Block) and statement.name == "objectClass":
            yield statement
        elif isinstance(statement, Block) and statement.name == "relationship":
            yield from (it for it in statement.body if isinstance(it, Block) and it.name in _PARTICIPANTS)


def _class(block: Block) -> list[tuple[Place, tuple[Expression, ...]]]:
    owner = _text(block)
    found: list[tuple[Place, tuple[Expression, ...]]] = []
    for statement in block.body:
        match statement:
            case Block(name) if name in _ATTRIBUTES:
                _properties((owner, _text(statement)), statement, found)
            case Command(name, arguments):
                found.append(((owner, owner, name), arguments))
            case Do(Invoke(None, "connIdAttribute", (special, attribute))):
                found.append(((owner, "connIdAttribute", show(special)), (attribute,)))
            case _:
                pass
    return found


def _properties(place: Place, block: Block, found: list[tuple[Place, tuple[Expression, ...]]]) -> None:
    for statement in block.body:
        if isinstance(statement, Command):
            found.append(((*place, statement.name), statement.arguments))
        elif isinstance(statement, Block) and not statement.arguments:
            _properties((*place, statement.name), statement, found)


def _text(block: Block) -> str:
    match block.arguments:
        case (Text(value), *_):
            return value
        case _:
            return ""
