"""Which call may stand in which block; anything else fails when the framework evaluates the script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from shared.compiler.writing.groovy.expressions import FALSE, TRUE, Invoke, Text
from shared.compiler.writing.groovy.syntax import Assign, Block, Command, Comment, Define, Do, Import, Statement, Try

_CODE: Final = "code"  # a closure that runs later; the framework's builders are not in reach of it
_FLAGS: Final = frozenset(
    {"multiValued", "required", "creatable", "updatable", "readable", "returnedByDefault", "emptyFilterSupported"}
)
_JSON_TYPES: Final = frozenset({"string", "integer", "boolean", "number"})

# Block -> member -> the table its own closure is read with ("" for a member without a closure).
_MEMBERS: Final[Mapping[str, Mapping[str, str]]] = {
    "schema": {"objectClass": "class schema", "relationship": "relationship"},
    "class schema": {"description": "", "attribute": "attribute", "reference": "attribute", "connIdAttribute": ""},
    "attribute": {
        **dict.fromkeys(("objectClass", "subtype", "role", "jsonType", "openApiFormat", "description"), ""),
        **dict.fromkeys(_FLAGS - {"emptyFilterSupported"}, ""),
        "connId": "connId",
        "json": "json",
        "resolver": "resolver",
    },
    "connId": {"name": "", "type": ""},
    "json": {"name": "", "path": "", "type": "", "openApiFormat": "", "implementation": "conversion"},
    "conversion": {"deserialize": _CODE, "serialize": _CODE},
    "relationship": {"subject": "participant", "object": "participant"},
    "participant": {"attribute": "attribute"},
    "resolver": {"resolutionType": "", "search": _CODE},
    "authorization": {"authentication": "authentication"},
    "authentication": {"rest": "rest"},
    "rest": {"basic": "customizer", "bearer": "customizer", "apiKey": "customizer"},
    "customizer": {"implementation": _CODE},
    "operation": {"objectClass": "class operations"},
    "class operations": {"search": "search", "create": "write", "update": "write", "delete": "write"},
    "search": {"endpoint": "search endpoint", "custom": "custom"},
    "search endpoint": {
        "responseFormat": "",
        "singleResult": "",
        "emptyFilterSupported": "",
        "objectExtractor": _CODE,
        "pagingSupport": _CODE,
        "supportedFilter": _CODE,
    },
    "custom": {"emptyFilterSupported": "", "supportedFilter": "", "implementation": _CODE},
    "write": {"endpoint": "write endpoint"},
    "write endpoint": {"request": "request", "supportedAttributes": ""},
    "request": {"contentType": ""},
}
_PREPARATION: Final = (Import, Comment, Define, Assign, Try)


def structure_violations(phase: str, tree: tuple[Statement, ...]) -> Iterator[str]:
    """Yield a sentence for each call of `tree`, a script of `phase`, that the framework would not know or accept."""
    for statement in tree:
        if not isinstance(statement, _PREPARATION):
            yield from _checked(phase, statement)


def _checked(table: str, statement: Statement) -> Iterator[str]:
    if isinstance(statement, Comment):
        return
    name = _called(statement)
    inner = _MEMBERS[table].get(name)
    if inner is None:
        yield f"`{name}` is unknown in {table}"
        return
    if isinstance(statement, Command):
        yield from _wrong_arguments(statement)
    if isinstance(statement, Block):
        if not inner:
            yield f"`{name}` in {table} takes no closure"
        elif inner != _CODE:
            for child in statement.body:
                yield from _checked(inner, child)


def _called(statement: Statement) -> str:
    match statement:
        case Command(name) | Block(name) | Do(Invoke(None, name)):
            return name
        case _:
            return type(statement).__name__


def _wrong_arguments(command: Command) -> Iterator[str]:
    if command.name in _FLAGS and command.arguments not in {(TRUE,), (FALSE,)}:
        yield f"`{command.name}` needs true or false"
    if command.name == "jsonType" and not _is_json_type(command):
        yield f"`jsonType` knows {', '.join(sorted(_JSON_TYPES))}"


def _is_json_type(command: Command) -> bool:
    match command.arguments:
        case (Text(value),):
            return value in _JSON_TYPES
        case _:
            return False
