"""Names that differ between what an application answers and what it accepts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from shared.compiler.reading.words import noun, singular, words

_LOGINS: Final = frozenset(["login", "username", "loginname", "userlogin", "name"])
_TELLING: Final = frozenset(["login", "username"])
_ENDINGS: Final = frozenset(["id", "uuid", "name", "key"])
_FLAG_WORDS: Final = frozenset(["is", "at", "on"])


class Names:
    """The names in one body of the class with the words `thing`, found by what other bodies call the same."""

    def __init__(self, names: Iterable[str], thing: tuple[str, ...]) -> None:
        self._thing = thing
        self._places: dict[str, int] = {}
        self._plain: dict[tuple[str, ...], list[str]] = {}
        for name in names:
            self._places[name] = len(self._places)
            self._plain.setdefault(_plain(name, thing), []).append(name)
        self._logins = [name for name in self._places if _joined(name) in _LOGINS]

    def first(self, name: str) -> str | None:
        """
        Return the first that names the same attribute as `name`.

        `username` and `login`, `project_name` and `name` of a project, `email_address` and `email_addresses`,
        `is_admin` and `admin`, `created_at` and `created` do.
        """
        same = self._plain.get(_plain(name, self._thing), [])[:1]
        own = _joined(name)
        logins = self._logins if own in _LOGINS else []
        other = next((each for each in logins if {own, _joined(each)} & _TELLING), None)
        return min([*same, *([other] if other else [])], key=self._places.__getitem__, default=None)


def _joined(name: str) -> str:
    return "".join(words(name))


def _plain(name: str, thing: tuple[str, ...]) -> tuple[str, ...]:
    found = noun(name)
    if len(found) > len(thing) and found[: len(thing)] == thing:
        found = found[len(thing) :]
    elif len(found) > 1 and thing and found[0] == thing[-1]:
        found = found[1:]
    elif len(found) == 1 and thing and found[0].removeprefix(thing[-1]) in _ENDINGS:
        found = (found[0].removeprefix(thing[-1]),)
    kept = tuple(singular(word) for word in found if word not in _FLAG_WORDS)
    return kept or found
