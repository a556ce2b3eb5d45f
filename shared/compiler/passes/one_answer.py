"""Lists that take a page size although nothing known leads to the next page: their first page is all that comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from shared.compiler.model.operation import Paging, Parameter
from shared.compiler.model.schema import Member
from shared.compiler.model.types import Scalar
from shared.compiler.passes.paging_parameters import Position, is_size_name, size_parameter
from shared.compiler.passes.sightings import Sighting

_MAX_READ: Final = 1000
_SPEAKS_OF_PAGES: Final = re.compile(r"\b(?:pages?|limits?|max(?:imum|imal)?|at most|up to|number of|how many)\b")
_SPEAKING_NAMES: Final = ("page", "limit", "max", "$top")
_UNSENT: Final = r"(?:by default|defaults? (?:to|is)|(?:if|when) (?:it is )?(?:omitted|absent|unset|not \w+)|unless)"
_ALL: Final = r"(?:all|unlimited|no limit|everything|without (?:a )?limit)"
_WHOLE_WHEN_UNSENT: Final = re.compile(rf"{_UNSENT}[^.;0-9]{{0,40}}\b{_ALL}\b|\b{_ALL}\b[^.,;0-9]{{0,40}}{_UNSENT}")
_NO_LIMIT: Final = "-1"
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """An input that may say how many objects an answer holds; `name` as sent, `last` the last of its steps."""

    name: str
    last: str
    placement: Literal["query", "body"]
    json_type: str
    values: tuple[str, ...]
    default: str
    maximum: int | None
    description: str


def one_answer(sighting: Sighting, unanswered: tuple[Position, ...]) -> Paging:
    """
    Return the paging, of style `none`, of a list that nothing known continues.

    `size` and `cap` are its page size, where it takes one and is not whole without; `position` is the first of
    `unanswered`, the headers of which no answer says what to send in them, except beside a size in the body.
    """
    size = next((it for it in _sizes(sighting) if _is_size(it, sighting)), None)
    in_body = size is not None and size.placement == "body"
    position = None if in_body else next(iter(unanswered), None)
    if size is None and position is None:
        return Paging()
    return Paging(
        position=position.name if position else "",
        size=size.name if size else "",
        placement=position.placement if position else size.placement if size else "query",
        cap=_largest(size) if size else None,
        source=(sighting.endpoint.source,),
    )


def _sizes(sighting: Sighting) -> Iterator[_Size]:
    if sighting.endpoint.method == "POST":
        yield from (_in_body(path, member) for path, member in sighting.asked if is_size_name(member.name))
    if parameter := size_parameter(sighting, ""):
        yield _in_query(parameter)


def _in_body(path: tuple[str, ...], member: Member) -> _Size:
    schema = member.schema
    return _Size(
        name=".".join(path),
        last=member.name,
        placement="body",
        json_type=schema.json_type if schema.kind == "scalar" else "object",
        values=schema.values,
        default=schema.default,
        maximum=schema.maximum,
        description=schema.description[:_MAX_READ].lower(),
    )


def _in_query(parameter: Parameter) -> _Size:
    scalar = parameter.type if isinstance(parameter.type, Scalar) else Scalar(json_type="string")
    return _Size(
        name=parameter.name,
        last=parameter.name,
        placement="query",
        json_type=scalar.json_type,
        values=scalar.values,
        default=parameter.default,
        maximum=parameter.maximum,
        description=parameter.description[:_MAX_READ].lower(),
    )


def _is_size(size: _Size, sighting: Sighting) -> bool:
    """Return whether `size` limits the answer: it is a number, it is about pages, and all do not come without it."""
    if size.json_type not in {"integer", "number", "string"} or not all(map(_NUMBER.fullmatch, size.values)):
        return False
    if size.default == _NO_LIMIT or _WHOLE_WHEN_UNSENT.search(size.description):
        return False
    if _SPEAKS_OF_PAGES.search(size.description) or any(word in size.last.lower() for word in _SPEAKING_NAMES):
        return True
    # `size` or `count` may as well be what the objects themselves have.
    described = sighting.answer.schema if sighting.answer else None
    return size.json_type != "string" and (described is None or described.member(size.last) is None)


def _largest(size: _Size) -> int | None:
    return size.maximum if size.maximum is not None else max(map(int, size.values), default=None)
