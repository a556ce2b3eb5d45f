"""Words in identifiers: `userGroups`, `user_groups` and `user-groups` are the same two English words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_MAX_LENGTH: Final = 200
_IRREGULAR: Final[Mapping[str, str]] = {
    "people": "person", "persons": "person", "children": "child", "men": "man", "women": "woman", "data": "data",
    "series": "series", "news": "news", "status": "status", "statuses": "status", "address": "address",
    "addresses": "address", "access": "access", "alias": "alias", "aliases": "alias", "indices": "index",
    "matrices": "matrix", "vertices": "vertex", "criteria": "criterion", "staff": "staff", "analyses": "analysis",
    "bus": "bus", "canvas": "canvas", "process": "process", "processes": "process", "sms": "sms", "dns": "dns",
    "https": "https", "aws": "aws", "os": "os", "ios": "ios", "movies": "movie", "cookies": "cookie",
    "species": "species",
}  # fmt: skip
_COMPOUNDS: Final[Mapping[str, tuple[str, ...]]] = {
    "usergroup": ("user", "group"), "userrole": ("user", "role"), "useraccount": ("user", "account"),
    "serviceaccount": ("service", "account"), "serviceuser": ("service", "user"), "workgroup": ("work", "group"),
    "orgunit": ("org", "unit"), "subteam": ("sub", "team"), "subgroup": ("sub", "group"),
    "groupmember": ("group", "member"),
    "teammember": ("team", "member"), "projectmember": ("project", "member"), "rolemapping": ("role", "mapping"),
    "suborg": ("sub", "org"), "suborganization": ("sub", "organization"), "appuser": ("app", "user"),
    "approle": ("app", "role"), "groupmembership": ("group", "membership"), "teammembership": ("team", "membership"),
}  # fmt: skip
_SAME: Final[Mapping[str, str]] = {
    "org": "organization", "organisation": "organization", "app": "application", "perm": "permission",
    "dept": "department",
    "acct": "account", "grp": "group", "usr": "user", "u": "user",
}  # fmt: skip


@lru_cache(maxsize=2048)
def words(identifier: str) -> tuple[str, ...]:
    """Return the lower-case words of `identifier`, compounds such as `usergroup` taken apart."""
    found = (word.lower() for word in _WORD.findall(identifier[:_MAX_LENGTH]))
    return tuple(part for word in found for part in _parts(word))


def _parts(word: str) -> tuple[str, ...]:
    one = singular(word)
    if one not in _COMPOUNDS:
        return (word,)
    *modifiers, head = _COMPOUNDS[one]
    return (*modifiers, head if one == word else f"{head}s")


@lru_cache(maxsize=2048)
def singular(word: str) -> str:
    """Return the singular of the lower-case English noun `word`; what is singular already stays."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 - `ties`, `pies`
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2 else word  # noqa: PLR2004 - `is`, `as`


@lru_cache(maxsize=2048)
def noun(identifier: str) -> tuple[str, ...]:
    """Return the words of `identifier` as one thing: the last singular, abbreviations such as `org` spelled out."""
    found = words(identifier)
    return tuple(_SAME.get(word, word) for word in (*found[:-1], singular(found[-1]))) if found else ()


def is_plural(identifier: str) -> bool:
    """Return whether the last word of `identifier` is a plural."""
    found = words(identifier)
    return bool(found) and singular(found[-1]) != found[-1]


@lru_cache(maxsize=2048)
def folded(name: str) -> str:
    """Return the letters and digits of `name` in lower case, so that `user_id`, `userId` and `User-ID` are one."""
    return "".join(char for char in name.lower() if char.isalnum())


def pascal(parts: Iterable[str]) -> str:
    """Return the words `parts` as one PascalCase name."""
    return "".join(part[:1].upper() + part[1:] for part in parts)


def spelled(identifier: str) -> tuple[str, ...]:
    """Return the words of `identifier` in their documented case, compounds left whole."""
    return tuple(_WORD.findall(identifier[:_MAX_LENGTH]))
