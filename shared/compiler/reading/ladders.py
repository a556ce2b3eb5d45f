"""The one thing behind a family of schemas: `User`, `UserRequest`, `PatchedUser`, `CreateUserOption`, `UserCompact`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from shared.compiler.reading.words import noun, pascal, spelled

_BEFORE: Final = frozenset(
    [
        "create", "creation", "update", "patch", "patched", "new", "add", "edit", "modify", "replace", "upsert",
        "post", "put", "get", "list", "partial", "paginated", "page", "paged", "input", "output", "inline", "base",
        "abstract", "basic", "simple", "minimal", "mini", "full", "detailed", "extended", "compact", "summary",
        "read", "write", "api", "rest", "objs", "obj", "dto", "model", "common", "public", "resource", "collection",
        "bulk", "batch", "search", "find", "single", "singleton", "admin", "invite", "register",
    ]
)  # fmt: skip
_AFTER: Final = frozenset(
    [
        "create", "creation", "created", "update", "updated", "patch", "patched", "add", "edit", "request", "req",
        "response", "resp", "reply", "dto", "input", "output", "in", "out", "base", "compact", "option", "options",
        "opts", "params", "param", "parameters", "payload", "body", "entity", "model", "resource", "representation",
        "data", "detail", "details", "detailed", "info", "information", "record", "object", "obj", "item", "read",
        "write", "view", "schema", "result", "results", "list", "page", "paginated", "collection", "bean", "vo",
        "to", "short", "full", "summary", "extended", "minimal", "basic", "simple", "public", "private",
        "singleton", "get", "post", "put", "new", "envelope", "wrapper", "container", "answer", "json", "api", "v",
        "attributes", "properties", "props", "fields", "struct", "type", "partial", "overview", "expanded", "row",
        "entry", "doc", "document", "json", "node", "profile", "form", "command", "cmd", "vm", "args",
    ]
)  # fmt: skip
_NEVER_LAST: Final = frozenset(
    ["type", "profile", "entry", "document", "node", "record", "info", "list", "page", "view"]
)
_GENERIC: Final = frozenset(
    [
        "response", "result", "object", "error", "success", "ok", "empty", "message", "status", "map", "any",
        "json", "data", "generic", "envelope", "default", "api", "item", "body", "value", "inline", "string",
        "collection", "list", "page", "model",
    ]
)  # fmt: skip
_NAMESPACE: Final = re.compile(r".*(?:[./\\:$]|__)(?=[A-Za-z_])")
_VERSION: Final = re.compile(r"v[0-9]+(?:(?:alpha|beta|rc)[0-9]*)?_?(?=[A-Z])")
_DIGITS: Final = re.compile(r"[0-9]+")


@lru_cache(maxsize=16384)
def stem(schema_name: str) -> tuple[str, ...]:
    """
    Return the words of the thing that the schema `schema_name` describes one view of, singular, in lower case.

    Nothing for names that say nothing, such as `InlineResponse200`.
    """
    found = _stripped(schema_name)
    words = noun("_".join(found))
    return () if not words or (len(words) == 1 and words[0] in _GENERIC) else words


def stem_name(schema_name: str) -> str:
    """Return the stem of `schema_name` as a PascalCase name that keeps the documented case of its words."""
    *modifiers, last = _stripped(schema_name)
    singular_last = noun(last)
    same = len(singular_last) == 1 and last.lower() == singular_last[0]
    return pascal((*modifiers, last if same else pascal(singular_last)))


@lru_cache(maxsize=16384)
def _stripped(schema_name: str) -> tuple[str, ...]:
    local = _VERSION.sub("", _NAMESPACE.sub("", schema_name.strip("_")), count=1)
    parts = _before_addition([part for part in spelled(local) if not _DIGITS.fullmatch(part)])
    if len(parts) > 1 and noun(parts[0]) == noun(parts[1]):
        parts.pop(0)  # a package's name before that of its message: `accountAccount`
    while len(parts) > 1 and parts[-1].lower() in _AFTER and _can_lose_last(parts):
        parts.pop()
    while len(parts) > 1 and parts[0].lower() in _BEFORE:
        parts.pop(0)
    while len(parts) > 1 and parts[-1].lower() in _AFTER and _can_lose_last(parts):
        parts.pop()
    return tuple(parts)


def _before_addition(parts: list[str]) -> list[str]:
    """Return the words before `With`: a `UserWithRoles` is a user."""
    at = next((i for i, part in enumerate(parts) if i and part.lower() in {"with", "including"}), len(parts))
    return parts[:at]


def _can_lose_last(parts: list[str]) -> bool:
    """Return whether the last word is only a view: a `UserType` is a kind of thing of its own."""
    return parts[-1].lower() not in _NEVER_LAST or parts[-1].lower() in {"info", "record", "list", "page", "view"}
