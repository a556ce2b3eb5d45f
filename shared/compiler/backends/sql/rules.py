"""The part of the SQL connector's grammar that is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from shared.compiler.writing.drafts import Draft
from shared.compiler.writing.groovy.grammar import FLAG, TEXT, Grammar, Member, violations

_TEXT: Final = Member(arguments=(TEXT,))
_GRAMMAR: Final[Grammar] = {
    "schema": {"objectClass": Member(arguments=(TEXT,), body="class")},
    "class": {
        **dict.fromkeys(("description", "namespace"), _TEXT),
        "sql": Member(body="sql"),
        "readOnly": Member(arguments=(FLAG,)),
        "attribute": Member(arguments=(TEXT,), body="attribute"),
    },
    "sql": {"table": _TEXT},
    "attribute": {"connId": Member(body="connId")},
    "connId": {"name": _TEXT},
}


def broken(drafts: Iterable[Draft]) -> tuple[str, ...]:
    """Return what the SQL connector would reject in `drafts`, one sentence each."""
    return tuple(f"{it.stem}: {problem}" for it in drafts for problem in violations(_GRAMMAR, it.phase, it.tree))
