"""Which of the fields listed for an answer are the thing's own, and which only carry it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from shared.compiler.frontends.markup.things import thing_path
from shared.compiler.reading.field_marks import Field
from shared.compiler.reading.words import is_plural, noun


def of_the_thing(listed: Iterable[Field], shown: Iterable[Any], name: Sequence[str]) -> Iterator[Field]:
    """
    Yield the fields of one thing among those `listed` for an answer.

    Where the answer only carries things (`{"users": [...], "total": 2}`), what stands beside them is left out and
    `users.name` is their `name`. `shown` are the bodies of such answers, `name` the words of the thing.
    """
    fields = list(listed)
    carrier, beside = _carrier(fields, shown, name)
    for each in fields:
        first, _, inner = each.name.replace("[]", "").partition(".")
        if first == carrier and inner:
            yield replace(each, name=inner)
        elif not carrier or each.name not in {carrier, *beside}:
            yield each


def _carrier(fields: Sequence[Field], shown: Iterable[Any], name: Sequence[str]) -> tuple[str, frozenset[str]]:
    """Return the member that carries the things, "" if none does, and the names of the members beside it."""
    for value in shown:
        path = thing_path(value, name)
        if path and path[0] not in {"[]", "{}"} and isinstance(value, dict):
            return path[0], frozenset(str(key) for key in value)
    many = (each.name for each in fields if each.type.many and is_plural(each.name))
    return next((each for each in many if noun(each)[-1:] == tuple(name[-1:])), ""), frozenset()
