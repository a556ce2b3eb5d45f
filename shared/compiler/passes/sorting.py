"""The query parameters of a list that order it by an attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.operation import Parameter, Sorting
from shared.compiler.model.types import Scalar
from shared.compiler.reading.words import folded

_ORDERING: Final = frozenset(
    [
        "sort", "sortby", "orderby", "order", "ordering", "sortfield", "sortcolumn", "sortkey", "orderkey", "sorting",
        "orderfield", "sortattribute", "sortproperty", "ordercolumn", "sorts",
    ]
)  # fmt: skip
_DIRECTIONS: Final = frozenset(
    ["sortorder", "order", "sortdirection", "direction", "orderdirection", "sortdir", "dir", "asc", "desc", "ascending"]
)
_WAYS: Final = frozenset(["asc", "desc", "ascending", "descending", "true", "false"])
_WORD: Final = re.compile(r"[A-Za-z_][\w.]*")
_READ: Final = 1000


def sortings(each: ObjectClass, offered: Sequence[Parameter]) -> Iterator[Sorting]:
    """Yield what the parameters in `offered` order the objects of `each` by, where the documentation says by what."""
    known = {folded(a.name): a.name for a in each.attributes if a.readable is not False and not a.multivalued}
    directions = [p.name for p in offered if folded(p.name) in _DIRECTIONS and _is_way(p)]
    for parameter in offered:
        if folded(parameter.name) in _ORDERING and parameter.name not in directions:
            named = tuple(dict.fromkeys(known[word] for word in _values(parameter) if word in known))
            if named:
                yield Sorting(parameter=parameter.name, attributes=named, direction=next(iter(directions), ""))


def _is_way(parameter: Parameter) -> bool:
    """Return whether the parameter only says which way: `order` may also name an attribute."""
    kind = parameter.type
    values = {folded(value) for value in kind.values} if isinstance(kind, Scalar) else set()
    boolean = isinstance(kind, Scalar) and kind.json_type == "boolean"
    return boolean or (values <= _WAYS and bool(values)) or (not values and folded(parameter.name) not in _ORDERING)


def _values(parameter: Parameter) -> Iterator[str]:
    """Yield the folded names that the parameter may have as its value: `-created_at`, `name asc`, or words of prose."""
    values = parameter.type.values if isinstance(parameter.type, Scalar) else ()
    told = values or _WORD.findall(parameter.description[:_READ])
    yield from (folded(found[0]) for value in told if (found := _WORD.findall(value)))
