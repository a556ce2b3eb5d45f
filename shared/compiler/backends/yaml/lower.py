"""
From a script's tree to YAML documents.

The documents are those of the framework's YAML loader: one search, create, update or authentication each. It knows
neither deletions nor, with any effect, schemas.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from shared.compiler.backends.yaml.closures import Surroundings, shares_state, surroundings
from shared.compiler.writing.groovy.expression_printer import show
from shared.compiler.writing.groovy.expressions import TRUE, Expression, Invoke, Name, Text
from shared.compiler.writing.groovy.syntax import Block, Command, Comment, Do, Statement
from shared.compiler.writing.yaml import Value

Document: TypeAlias = "dict[str, Value]"

_CONTENT_TYPES: Final = {"APPLICATION_JSON": "application/json"}
_WRITES: Final = frozenset({"create", "update"})


def documents(tree: tuple[Statement, ...]) -> tuple[tuple[str, Document], ...]:
    """
    Return the YAML documents that say what the script `tree` says, each with its class ("" for authentication).

    Nothing is returned for what YAML cannot say: schemas, deletions, and closures that hand each other values through
    a variable of the script.
    """
    around = surroundings(tree)
    if shares_state(tree, around):
        return ()
    made = [_document(it, around) for it in tree if isinstance(it, Block)]
    return tuple(it for it in made if it is not None) if all(made) else ()


def _document(block: Block, around: Surroundings) -> tuple[str, Document] | None:
    match block:
        case Block("authentication", (), body):
            return "", {"authentication": dict(_ways(body, around))}
        case Block("objectClass", (Text(name),), (Block("search", (), body),)):
            return name, {"objectClass": name, "search": _search(body, around)}
        case Block("objectClass", (Text(name),), (Block(kind, (), body),)) if kind in _WRITES:
            endpoints: list[Value] = [_write(it) for it in body if not isinstance(it, Comment)]
            return name, {"objectClass": name, kind: {"endpoints": endpoints}}
        case _:
            return None


def _ways(channels: tuple[Statement, ...], around: Surroundings) -> Iterator[tuple[str, Value]]:
    for channel in channels:
        match channel:
            case Block(name, (), (Block(way, (), (Block("implementation", (), body),)),)):
                yield name, {way: {"implementation": around.code(body)}}
            case _:
                raise unknown(channel)


def _search(body: tuple[Statement, ...], around: Surroundings) -> Document:
    endpoints: list[Value] = []
    search: Document = {}
    for statement in body:
        match statement:
            case Block("endpoint", (Text(path),), inner):
                endpoints.append({"path": path, **_members(inner, around)})
            case Block("custom", (), inner):
                search["custom"] = _members(inner, around)
            case _:
                raise unknown(statement)
    return {"endpoints": endpoints, **search} if endpoints else search


def _members(body: tuple[Statement, ...], around: Surroundings) -> Document:
    found: Document = {}
    filters: list[Value] = []
    for statement in body:
        match statement:
            case Command("responseFormat", (Name(shape),)):
                found["responseFormat"] = shape
            case Command("emptyFilterSupported", (flag,)):
                found |= {"emptyFilterSupported": True} if flag == TRUE else {}
            case Do(Invoke(None, "singleResult", ())):
                found["singleResult"] = True
            case Command("supportedFilter", (specification,)):
                filters.append({"spec": show(specification)})
            case Block("supportedFilter", (specification,), request):
                filters.append({"spec": show(specification), "request": around.code(request)})
            case Block("objectExtractor" | "pagingSupport" | "implementation" as name, (), code):
                found[name] = around.code(code)
            case _:
                raise unknown(statement)
    return found | ({"supportedFilters": filters} if filters else {})


def _write(statement: Statement) -> Document:
    match statement:
        case Block("endpoint", (Name(method), Text(path)), body):
            return {"method": method, "path": path, **dict(map(_write_member, body))}
        case _:
            raise unknown(statement)


def _write_member(statement: Statement) -> tuple[str, Value]:
    match statement:
        case Block("request", (), (Command("contentType", (Name(kind),)),)):
            return "request", {"contentType": _CONTENT_TYPES[kind]}
        case Command("supportedAttributes", names):
            return "supportedAttributes", [_text(it) for it in names]
        case _:
            raise unknown(statement)


def _text(expression: Expression) -> str:
    match expression:
        case Text(value):
            return value
        case _:
            raise unknown(expression)


def unknown(node: object) -> AssertionError:
    """Return the error for a tree that no document can say, which is a defect of ours."""
    return AssertionError(f"YAML has no place for {type(node).__name__}: a script grew a form its documents lack")
