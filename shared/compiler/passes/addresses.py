"""What a path says: which thing, through which other things, and with which verb."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from shared.compiler.passes.lexicon import SELF_SEGMENTS
from shared.compiler.reading.words import is_plural, noun, words

_KEYED: Final = re.compile(r"([A-Za-z_][\w.-]*)\(([^()]*)\)")
_EXTENSION: Final = re.compile(r"\.(?:json|xml|php|aspx?|do|action|cgi|format)$|\.\{format\}$|\{\?.*$", re.IGNORECASE)
_VERSION: Final = re.compile(r"v?[0-9][0-9.]*[a-z0-9-]*|v[0-9]+(?:alpha|beta)?[0-9]*", re.IGNORECASE)
_QUALIFIERS: Final = frozenset(
    [
        "search", "list", "all", "bulk", "batch", "query", "find", "filter", "index", "lookup", "paged",
        "paginated", "count", "import", "export",
    ]
)  # fmt: skip
_VERBS: Final[Mapping[str, str]] = {
    "list": "list", "search": "list", "find": "list", "query": "list",
    "get": "get", "show": "get", "read": "get", "info": "get", "retrieve": "get", "fetch": "get", "view": "get",
    "describe": "get", "details": "get",
    "create": "create", "add": "create", "new": "create", "register": "create", "insert": "create", "invite": "create",
    "update": "update", "edit": "update", "modify": "update", "set": "update", "change": "update", "save": "update",
    "patch": "update",
    "delete": "delete", "remove": "delete", "destroy": "delete", "del": "delete",
    "activate": "activate", "enable": "activate", "reactivate": "activate", "unsuspend": "activate",
    "unlock": "activate", "deactivate": "deactivate", "disable": "deactivate", "suspend": "deactivate",
    "lock": "deactivate", "archive": "deactivate", "revoke": "deactivate", "unarchive": "activate",
    "rename": "update", "kick": "delete",
}  # fmt: skip
_ALONE: Final = frozenset(_VERBS) - {"search", "list", "find", "query"}
_TYING: Final = frozenset(["add", "remove", "set"])
_SELECTING: Final = frozenset(
    ["id", "uuid", "guid", "name", "username", "login", "email", "slug", "code", "externalid"]
)  # fmt: skip
_ROOTS: Final = frozenset(["api", "rest", "public", "v"])
_FILLERS: Final = frozenset(["all", "by", "the", "a", "one", "single", "global", "my"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """
    What a path names.

    `noun` is the thing, singular; `collection` the path of its collection with parameters folded to `{}`; `identifier`
    the path parameter that selects one; `parents` the nouns of the things the path goes through, nearest last, `before`
    the nouns it only mentions, `places` their paths, and `through` the nearest literal before the noun. `verb` comes
    from the path (`/users.list`, `/get-users`, `/users/{id}/activate`), `spoken` as it stands there; `qualified` says
    that the path ends in a word such as `search`.
    """

    noun: tuple[str, ...] = ()
    collection: str = ""
    identifier: str = ""
    parents: tuple[tuple[str, ...], ...] = ()
    before: tuple[tuple[str, ...], ...] = ()
    places: tuple[str, ...] = ()
    through: str = ""
    verb: str = ""
    spoken: str = ""
    whole_verb: bool = False
    member_action: bool = False
    plural: bool = False
    qualified: bool = False
    self_service: bool = False


@lru_cache(maxsize=65536)
def address(path: str) -> Address:
    """Return what `path` names."""
    segments = _segments(path)
    if any(segment.lower() in SELF_SEGMENTS for segment in segments) or _is_own(segments[-1:]):
        return Address(self_service=True)
    qualified = len(segments) > 1 and _is_qualifier(segments[-1])
    if qualified:
        segments = segments[:-1]
    spoken, segments, whole = _verb(segments)
    action = whole and bool(segments) and _is_parameter(segments[-1]) and _VERBS[spoken] in {"create", "list"}
    identifiers = _trailing_parameters(segments)
    literals = _unversioned(segments[: len(segments) - len(identifiers)])
    literals = _unselected(literals) if identifiers else literals
    return _address(literals, identifiers, Verb(spoken, whole, action), qualified=qualified)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb in a path; `whole` when it is a segment of its own, `action` when it does something to the item before."""

    word: str
    whole: bool
    action: bool


def _address(literals: list[str], identifiers: list[str], verb: Verb, *, qualified: bool) -> Address:
    last = literals[-1] if literals else ""
    named, fused = (_without_verb(last), _rpc_verb(last)) if not verb.word else (noun(last), "")
    parents, before, places = _context(literals[:-1])
    word = verb.word or fused
    return Address(
        noun=named,
        collection=_folded(literals),
        identifier=identifiers[-1] if identifiers else "",
        parents=parents,
        before=before,
        places=places,
        through=literals[-2] if len(literals) > 1 and _is_parameter(literals[-2]) else "",
        verb=_VERBS.get(word, ""),
        spoken=word,
        whole_verb=verb.whole,
        member_action=verb.action or (bool(fused) and _is_on_item(literals, fused)),
        plural=is_plural(last),
        qualified=qualified,
    )


def _is_on_item(literals: list[str], verb: str) -> bool:
    """
    Return whether a verb and a thing in one segment do something to what stands before them.

    `/groups/{id}/add_user` and `/groups.addUsers` change a group; they do not make users.
    """
    if len(literals) < 2:  # noqa: PLR2004 - a thing, and what is done to it
        return False
    before = literals[-2]
    other = is_plural(before) and noun(before) != _without_verb(literals[-1])
    return _is_parameter(before) or (other and verb in _TYING)


def _segments(path: str) -> list[str]:
    plain = _EXTENSION.sub("", path.partition("?")[0])
    return [part for segment in plain.split("/") if segment for part in _parts(segment)]


def _parts(segment: str) -> list[str]:
    if keyed := _KEYED.fullmatch(segment):
        key = keyed.group(2).strip("'\"")
        return [keyed.group(1), key if _is_parameter(key) else f"{{{key}}}"]
    if ":" in segment.strip(":") and not segment.startswith(("{", ":")):
        return [part for part in segment.split(":") if part]
    if segment.startswith("{") and "}:" in segment:
        return segment.split(":", 1)
    if segment.startswith(":") or _is_parameter(segment):
        return [segment if _is_parameter(segment) else f"{{{segment[1:]}}}"]
    return [part for part in segment.split(".") if part] if not _VERSION.fullmatch(segment) else [segment]


def _is_own(last: list[str]) -> bool:
    """Return whether a procedure is about the caller's own things: `getMyProjects`, `getMe`."""
    found = words(last[0]) if last else ()
    return len(found) > 1 and found[0] in _VERBS and found[1] in {"my", "me"}


def _is_parameter(segment: str) -> bool:
    return "{" in segment


def _is_qualifier(segment: str) -> bool:
    found = words(segment)
    return bool(found) and found[0] in _QUALIFIERS and (len(found) == 1 or found[0] == "bulk")


def _verb(segments: list[str]) -> tuple[str, list[str], bool]:
    last = segments[-1].lower() if segments else ""
    if len(segments) > 1 and last in _VERBS:
        return last, segments[:-1], True
    if len(segments) > 2 and segments[-2].lower() in _ALONE and _is_parameter(segments[-1]):  # noqa: PLR2004 - thing, verb, parameter
        return segments[-2].lower(), [*segments[:-2], segments[-1]], True
    return "", segments, False


def _rpc_verb(segment: str) -> str:
    found = words(segment)
    if len(found) < 2:  # noqa: PLR2004 - a verb and a thing
        return ""
    return found[0] if found[0] in _VERBS else ""


def _without_verb(segment: str) -> tuple[str, ...]:
    found = words(segment)
    if len(found) > 1 and found[0] in _VERBS:
        # What a thing is found by is no part of it: `getUserByName` gets a user.
        named = found[: found.index("by")] if "by" in found[2:] else found
        rest = [word for word in named[1:] if word not in _FILLERS] or list(named[1:])
        return noun("_".join(rest))
    return noun(segment)


def _unversioned(literals: list[str]) -> list[str]:
    """Return `literals` without a version behind the thing: `/settings/users/v3` are users."""
    versioned = len(literals) > 1 and _VERSION.fullmatch(literals[-1]) and not _is_parameter(literals[-2])
    return literals[:-1] if versioned else literals


def _unselected(literals: list[str]) -> list[str]:
    """Return `literals` without what says how the parameter behind them selects: `/users/by-email/{email}`."""
    last = words(literals[-1]) if literals else ()
    selecting = last[:1] == ("by",) or "".join(last) in _SELECTING
    if selecting and len(literals) > 1 and not _is_parameter(literals[-2]):
        return literals[:-1]
    return literals


def _trailing_parameters(segments: list[str]) -> list[str]:
    count = 0
    while count < len(segments) and _is_parameter(segments[-1 - count]):
        count += 1
    return [_name(segment) for segment in segments[len(segments) - count :]]


def _name(segment: str) -> str:
    return segment[segment.index("{") + 1 :].partition("}")[0].lstrip("+#").rstrip("*")


def _context(
    segments: list[str],
) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return the nouns that `segments` select one of, the nouns they only mention, and where these stand."""
    selected = [_selected(a, b) for a, b in pairwise(["", *segments]) if _is_parameter(b) and not _is_parameter(a)]
    plain = [i for i, each in enumerate(segments) if _is_mention(each, "".join(segments[i + 1 : i + 2]))]
    mentioned = [i for i in plain if noun(segments[i]) and not _VERSION.fullmatch(segments[i])]
    places = tuple(_folded(segments[: i + 1]) for i in mentioned)
    return tuple(each for each in selected if each), tuple(noun(segments[i]) for i in mentioned), places


def _selected(literal: str, parameter: str) -> tuple[str, ...]:
    """Return what `parameter` selects one of: what stands before it, else what it is called (`/{tenant_id}/users`)."""
    if literal and not _VERSION.fullmatch(literal) and literal.lower() not in _ROOTS:
        return noun(literal)
    *thing, last = words(_name(parameter)) or ("",)
    return noun("_".join(thing)) if last in _SELECTING and thing else noun(_name(parameter))


def _is_mention(segment: str, following: str) -> bool:
    return not _is_parameter(segment + following)


def _folded(segments: Iterable[str]) -> str:
    return "/".join("{}" if _is_parameter(each) else each.lower() for each in segments)
