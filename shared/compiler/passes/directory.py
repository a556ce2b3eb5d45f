"""Which class a word means: `org`, `members`, `group_ids`, `UserResponse`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.passes import lexicon
from shared.compiler.passes.draft import Draft
from shared.compiler.reading.ladders import stem
from shared.compiler.reading.words import noun, singular, words

_POINTING: Final = frozenset([
    "id", "ids", "uuid", "uuids", "guid", "gid", "gids", "obj", "objs", "object", "objects", "ref", "refs", "key",
    "keys", "pk", "name", "names", "list", "href", "uri", "url", "slug", "slugs", "data",
])  # fmt: skip
_PEOPLE: Final = frozenset(["member", "participant", "assignee", "principal"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The classes by their words; only those an identity team may care about."""

    names: dict[tuple[str, ...], str]

    @classmethod
    def of(cls, draft: Draft) -> Directory:
        """Return the directory of the managed and supporting classes of `draft`."""
        named = ((_key(draft, each), each.name) for each in draft.model.object_classes if each.confidence == "high")
        return cls(names=dict(named))

    def find(self, thing: tuple[str, ...]) -> str:
        """Return the class that the words `thing` mean, or ""."""
        if not thing:
            return ""
        exact = self.names.get(thing)
        return exact or self._only(thing[-1]) or self._person(thing[-1])

    def _only(self, head: str) -> str:
        """Return the class whose last word is `head`, or the only one of its kind (a tenant for an organization)."""
        by_head = [name for key, name in self.names.items() if key[-1] == head]
        plain = self.names.get((head,))
        if plain or len(by_head) == 1:
            return plain or by_head[0]
        if head not in lexicon.ORGANIZATIONS or by_head:
            return ""
        alike = [name for key, name in self.names.items() if key[-1] in lexicon.ORGANIZATIONS]
        return alike[0] if len(alike) == 1 else ""

    def _person(self, head: str) -> str:
        if head not in _PEOPLE:
            return ""
        people = [name for key, name in self.names.items() if key[-1] in lexicon.USERS]
        return people[0] if len(people) == 1 else self.names.get(("user",), "")

    def of_attribute(self, name: str, schema_name: str) -> str:
        """Return the class that an attribute called `name`, of the schema `schema_name`, refers to, or ""."""
        by_schema = self.names.get(stem(schema_name), "") if schema_name else ""
        return by_schema or self.find(pointed_at(name))


def pointed_at(name: str) -> tuple[str, ...]:
    """Return the words of the thing that an attribute such as `group_ids` or `rolesObj` points at."""
    found = list(words(name))
    while len(found) > 1 and found[-1] in _POINTING:
        found.pop()
    return noun("_".join((*found[:-1], singular(found[-1])))) if found else ()


def _key(draft: Draft, each: ObjectClass) -> tuple[str, ...]:
    family = draft.of(each.name)
    return family.key if family else ()


def is_link(key: Iterable[str]) -> bool:
    """Return whether a class of these words ties two others together."""
    return [*key][-1:] in [[word] for word in lexicon.LINKS]
