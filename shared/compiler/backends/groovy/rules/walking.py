"""Gather what the scripts of one class declare and use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from shared.compiler.writing.groovy.expressions import TRUE, Expression, Invoke, Text
from shared.compiler.writing.groovy.syntax import Block, Command, Do, Statement

Claim = tuple[str, str]


@dataclass(slots=True)
class ClassFacts:
    """The declarations of one class, from all scripts: names as written, filters as claimed, paths by operation."""

    attributes: dict[str, None] = field(default_factory=dict)
    mapped: dict[str, str] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    empty_filters: int = 0
    paths: list[tuple[str, str]] = field(default_factory=list)
    endless: list[str] = field(default_factory=list)


def gathered(trees: Iterable[tuple[Statement, ...]]) -> dict[str, ClassFacts]:
    """Return what `trees` say about each class."""
    facts: dict[str, ClassFacts] = {}
    for block in (it for tree in trees for it in tree if isinstance(it, Block)):
        if block.name == "objectClass":
            _class(block, facts.setdefault(_text(block.arguments), ClassFacts()))
        elif block.name == "relationship":
            for side in _blocks(block):
                _class(side, facts.setdefault(_text(side.arguments), ClassFacts()))
    return facts


def _class(block: Block, facts: ClassFacts) -> None:
    for child in block.body:
        match child:
            case Block("attribute" | "reference", (Text(name),)):
                facts.attributes[name] = None
            case Do(Invoke(None, "connIdAttribute", (Text(special), Text(name)))):
                facts.mapped[special] = name
                facts.used.append(name)
            case Block("search"):
                _search(child, facts)
            case Block(kind):
                _write(kind, child, facts)
            case _:
                pass


def _search(block: Block, facts: ClassFacts) -> None:
    for handler in _blocks(block):
        if Command("emptyFilterSupported", (TRUE,)) in handler.body:
            facts.empty_filters += 1
        claims = [claim for statement in handler.body for claim in _claims(statement)]
        facts.claims.extend(claims)
        facts.used.extend(name for name, _ in claims)
        if handler.name == "endpoint":
            facts.paths.append(("search", _text(handler.arguments)))
            _note_endless(handler, facts)


def _note_endless(handler: Block, facts: ClassFacts) -> None:
    declares = any(isinstance(it, Block) and it.name == "objectExtractor" for it in handler.body)
    ends = any(it == Do(Invoke(None, "singleResult")) for it in handler.body)
    pages = any(isinstance(it, Block) and it.name == "pagingSupport" for it in handler.body)
    if declares and not ends and not pages:
        facts.endless.append(_text(handler.arguments))


def _write(kind: str, block: Block, facts: ClassFacts) -> None:
    for child in block.body:
        match child:
            case Block("endpoint", (_, Text(path)), body):
                facts.paths.append((kind, path))
                facts.used.extend(_supported(body))
            case Do(Invoke(None, "endpoint", (_, Text(path)))):
                facts.paths.append((kind, path))
            case _:
                pass


def _supported(body: tuple[Statement, ...]) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, Command) and statement.name == "supportedAttributes":
            yield from (it.value for it in statement.arguments if isinstance(it, Text))


def _claims(statement: Statement) -> Iterator[Claim]:
    match statement:
        case Block("supportedFilter", (specification,)) | Command("supportedFilter", (specification,)):
            yield from _claim(specification)
        case _:
            pass


def _claim(specification: Expression) -> Iterator[Claim]:
    match specification:
        case Invoke(Invoke(Invoke(None, "attribute", (Text(name),)), operator), "anySingleValue"):
            yield name, operator
        case _:
            pass


def _blocks(block: Block) -> Iterator[Block]:
    return (it for it in block.body if isinstance(it, Block))


def _text(arguments: tuple[Expression, ...]) -> str:
    match arguments:
        case (Text(value), *_):
            return value
        case _:
            return ""
