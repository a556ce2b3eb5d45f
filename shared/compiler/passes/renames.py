"""Names that differ between what an application answers and what it accepts."""

from __future__ import annotations

from typing import Final

from shared.compiler.reading.words import noun, singular, words

_LOGINS: Final = frozenset(["login", "username", "loginname", "userlogin", "name"])
_FLAG_WORDS: Final = frozenset(["is", "at", "on"])


def are_one(answered: str, sent: str, thing: tuple[str, ...]) -> bool:
    """
    Return whether `answered` and `sent` name one attribute of the class with the words `thing`.

    `username` and `login`, `project_name` and `name` of a project, `email_address` and `email_addresses`,
    `is_admin` and `admin`, `created_at` and `created` do.
    """
    first, second = _plain(answered, thing), _plain(sent, thing)
    if first == second:
        return True
    logins = {"".join(words(answered)), "".join(words(sent))}
    return logins <= _LOGINS and bool(logins & {"login", "username"})


def _plain(name: str, thing: tuple[str, ...]) -> tuple[str, ...]:
    found = noun(name)
    if len(found) > len(thing) and found[: len(thing)] == thing:
        found = found[len(thing) :]
    elif len(found) > 1 and thing and found[0] == thing[-1]:
        found = found[1:]
    kept = tuple(singular(word) for word in found if word not in _FLAG_WORDS)
    return kept or found
