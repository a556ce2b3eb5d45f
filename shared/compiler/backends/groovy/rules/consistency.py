"""What has to hold between the scripts of one connector."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from shared.compiler.backends.groovy.rules.walking import Claim, ClassFacts, gathered
from shared.compiler.writing.groovy.syntax import Statement

_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
_ALLOWED: Final = {"create": frozenset[str](), "update": frozenset({"{id}"}), "delete": frozenset({"{id}"})}


def consistency_violations(trees: Iterable[tuple[Statement, ...]], discovered: frozenset[str]) -> Iterator[str]:
    """
    Yield a sentence for each name, filter or path in `trees` that the framework would reject or confuse.

    Only the scripts know the attributes of a class, unless it is `discovered`.
    """
    for name, facts in gathered(trees).items():
        declared = () if name in discovered else (*_identity(facts), *_attributes(facts))
        problems = (*declared, *_filters(facts), *_paths(facts), *_endless(facts))
        yield from (f"{name}: {problem}" for problem in problems)


def _identity(facts: ClassFacts) -> Iterator[str]:
    uid, naming = facts.mapped.get("UID"), facts.mapped.get("NAME")
    if uid is None or naming is None or uid == naming:
        yield "the UID and the name must be two different attributes"


def _attributes(facts: ClassFacts) -> Iterator[str]:
    spellings = Counter(name.lower() for name in facts.attributes)
    yield from (f"two attributes are called `{name}`" for name, times in spellings.items() if times > 1)
    yield from (f"there is no attribute `{name}`" for name in facts.used if name not in facts.attributes)


def _filters(facts: ClassFacts) -> Iterator[str]:
    if facts.empty_filters > 1:
        yield "two requests answer the empty filter"
    claims: Counter[Claim] = Counter(facts.claims)
    yield from (f"two requests answer `{name}` {operator}" for (name, operator), times in claims.items() if times > 1)


def _paths(facts: ClassFacts) -> Iterator[str]:
    for kind, path in facts.paths:
        if path.startswith("/") or "?" in path:
            yield f"`{path}` must be relative and without a query"
        allowed = _ALLOWED.get(kind)
        if allowed is not None and not allowed.issuperset(_PLACEHOLDER.findall(path)):
            yield f"`{path}` has a placeholder that {kind} does not fill"


def _endless(facts: ClassFacts) -> Iterator[str]:
    yield from (f"`{path}` would be asked for ever" for path in facts.endless)
