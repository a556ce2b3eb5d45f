"""The framework's own grammar: which call may stand in which block; anything else fails when a script is evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.compiler.backends.groovy.rules.arguments import (
    CLASS,
    FILTER,
    FORMAT,
    JSON_TYPE,
    METHOD,
    PATH,
    ROLE,
    SHAPE,
    SPECIAL,
)
from shared.compiler.writing.groovy.grammar import CODE, FLAG, TEXT, Grammar, Member, one_name, violations
from shared.compiler.writing.groovy.syntax import Statement

_FLAGS: Final = ("multiValued", "required", "creatable", "updatable", "readable", "returnedByDefault")
_TEXT: Final = Member(arguments=(TEXT,))
_FLAG: Final = Member(arguments=(FLAG,))
_CODE: Final = Member(body=CODE)
_CUSTOMIZER: Final = Member(body="customizer")
_CHANNEL: Final = dict.fromkeys(("basic", "bearer", "apiKey"), _CUSTOMIZER)

GRAMMAR: Final[Grammar] = {
    "schema": {
        "objectClass": Member(arguments=(TEXT,), body="class schema"),
        "relationship": Member(arguments=(TEXT,), body="relationship"),
    },
    "class schema": {
        "description": _TEXT,
        "attribute": Member(arguments=(TEXT,), body="attribute"),
        "reference": Member(arguments=(TEXT,), body="attribute"),
        "connIdAttribute": Member(arguments=(SPECIAL, TEXT)),
        "scim": Member(body="class scim"),
    },
    "class scim": {"extension": Member(arguments=(TEXT, TEXT))},
    "attribute": {
        **dict.fromkeys(("objectClass", "subtype", "description"), _TEXT),
        **dict.fromkeys(_FLAGS, _FLAG),
        "role": Member(arguments=(ROLE,)),
        "jsonType": Member(arguments=(JSON_TYPE,)),
        "openApiFormat": Member(arguments=(FORMAT,)),
        "connId": Member(body="connId"),
        "json": Member(body="json"),
        "scim": Member(body="scim"),
        "resolver": Member(body="resolver"),
    },
    "connId": {"name": _TEXT, "type": Member(arguments=(CLASS,))},
    "json": {
        "name": _TEXT,
        "path": Member(arguments=(PATH,)),
        "type": Member(arguments=(JSON_TYPE,)),
        "openApiFormat": Member(arguments=(FORMAT,)),
        "implementation": Member(body="conversion"),
    },
    "scim": {"path": Member(arguments=(PATH,)), "implementation": Member(body="conversion")},
    "conversion": {"deserialize": _CODE, "serialize": _CODE},
    "relationship": dict.fromkeys(("subject", "object"), Member(arguments=(TEXT,), body="participant")),
    "participant": {"attribute": Member(arguments=(TEXT,), body="attribute")},
    "resolver": {"resolutionType": Member(arguments=(one_name("PER_OBJECT"),)), "search": _CODE},
    "authorization": {"authentication": Member(body="authentication")},
    "authentication": {"rest": Member(body="channel"), "scim": Member(body="channel")},
    "channel": _CHANNEL,
    "customizer": {"implementation": _CODE},
    "operation": {"objectClass": Member(arguments=(TEXT,), body="class operations")},
    "class operations": {
        "search": Member(body="search"),
        **dict.fromkeys(("create", "update"), Member(body="write")),
        "delete": Member(body="delete"),
    },
    "search": {"endpoint": Member(arguments=(TEXT,), body="search endpoint"), "custom": Member(body="custom")},
    "search endpoint": {
        "responseFormat": Member(arguments=(SHAPE,)),
        "singleResult": Member(),
        "emptyFilterSupported": _FLAG,
        "objectExtractor": _CODE,
        "pagingSupport": _CODE,
        "supportedFilter": Member(arguments=(FILTER,), body=CODE),
    },
    "custom": {
        "emptyFilterSupported": _FLAG,
        "supportedFilter": Member(arguments=(FILTER,)),
        "implementation": _CODE,
    },
    "write": {"endpoint": Member(arguments=(METHOD, TEXT), body="write endpoint")},
    "write endpoint": {
        "request": Member(body="request"),
        "supportedAttributes": Member(arguments=(TEXT,), open_ended=True),
    },
    "delete": {"endpoint": Member(arguments=(METHOD, TEXT))},
    "request": {"contentType": Member(arguments=(one_name("APPLICATION_JSON"),))},
}


def structure_violations(phase: str, tree: tuple[Statement, ...]) -> Iterator[str]:
    """Yield a sentence for each call of `tree`, a script of `phase`, that the framework would not know or accept."""
    yield from violations(GRAMMAR, phase, tree)
