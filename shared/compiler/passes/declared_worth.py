"""How likely an identity team, or a service desk, manages what a document declares, and what identifies it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from shared.compiler.model.object_class import Choice, Confidence, ObjectClass
from shared.compiler.model.protocol import Protocol
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Attribute, Scalar
from shared.compiler.passes import lexicon
from shared.compiler.passes.desk_worth import service_desk
from shared.compiler.passes.joining import LEVELS, likelier
from shared.compiler.reading.words import folded, noun

_TELLING = 3
_MOST_WORDS_OF_A_PREFIX = 2
_USER_NAMES = ("username", "login", "loginname", "email", "mail")
_NAMES = ("name", "displayname", "title", "label")


def judged(classes: Sequence[ObjectClass], relations: Iterable[Relation]) -> tuple[ObjectClass, ...]:
    """Return `classes` with those still unjudged judged by their words, and all sorted, the likeliest first."""
    links = {each.link_class.lower() for each in relations if each.link_class}
    lead = table_prefix([each for each in classes if each.protocol == "sql"])
    keys = {(each.protocol, each.name): _without(lead, _key(each)) for each in classes}
    plain: set[tuple[Protocol, tuple[str, ...]]] = {
        (each.protocol, keys[each.protocol, each.name]) for each in classes if not each.embedded
    }
    rated = (
        _rated(each, keys[each.protocol, each.name], plain, is_link=_is_mere_link(each, links)) for each in classes
    )
    return tuple(sorted(map(_identified, rated), key=_order))


def table_prefix(classes: Sequence[ObjectClass]) -> tuple[str, ...]:
    """Return the words in front of nearly all names of `classes`: with them, databases shared by several are kept."""
    found: tuple[str, ...] = ()
    for _ in range(_MOST_WORDS_OF_A_PREFIX):
        rest = [key[len(found) :] for each in classes if (key := _key(each))[: len(found)] == found]
        first = Counter(key[0] for key in rest if len(key) > 1).most_common(1)
        if not first or first[0][1] < _TELLING or 4 * first[0][1] < 3 * len(classes):
            break
        found = (*found, first[0][0])
    return found


def _without(lead: tuple[str, ...], key: tuple[str, ...]) -> tuple[str, ...]:
    return key[len(lead) :] if lead and key[: len(lead)] == lead and len(key) > len(lead) else key


def _is_mere_link(each: ObjectClass, links: set[str]) -> bool:
    """Return whether the objects only tie others together without being called memberships or the like."""
    named = bool(links & {each.name.lower(), each.schema_name.lower()})
    return named and head(each) not in lexicon.LINKS


def _key(each: ObjectClass) -> tuple[str, ...]:
    """Return the words of the class's name; a letter, or the protocol, in front of them says nothing about it."""
    found = noun(each.name)
    return found[1:] if len(found) > 1 and (len(found[0]) == 1 or found[0] == each.protocol) else found


def head(each: ObjectClass) -> str:
    """Return the word that says what kind of thing the class is."""
    return (_key(each) or ("",))[-1]


def _order(each: ObjectClass) -> tuple[int, bool, int, str]:
    return LEVELS.index(each.confidence), each.embedded, lexicon.rank_of_subject(head(each)), each.name


def _rated(
    each: ObjectClass, key: tuple[str, ...], known: set[tuple[Protocol, tuple[str, ...]]], *, is_link: bool
) -> ObjectClass:
    if each.embedded:
        return replace(each, confidence=likelier(each.confidence, "medium"))
    lesser = is_link or any((each.protocol, shorter) in known for shorter in _shorter(key))
    return replace(
        each,
        confidence=likelier(each.confidence, _worth(key, lesser=lesser)),
        itsm_confidence=likelier(each.itsm_confidence, service_desk(key)),
    )


def _shorter(key: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield `key` with less and less before its last word: beside `User`, a `GuestUser` is a kind of it."""
    yield from (key[i:] for i in range(1, len(key)))


def _worth(key: tuple[str, ...], *, lesser: bool) -> Confidence:
    *modifiers, last = key or ("",)
    if last not in lexicon.MANAGED:
        return "medium" if last in lexicon.SUPPORTING else "low"
    return "medium" if lesser or not all(word in lexicon.PLAIN_MODIFIERS for word in modifiers) else "high"


def _identified(each: ObjectClass) -> ObjectClass:
    """Return the class with an identifying and a naming attribute where usual names give them away."""
    texts = {folded(a.name): a for a in each.attributes if _can_identify(a)}
    usual = (*lexicon.IDENTIFIER_NAMES, f"{''.join(_key(each))}id")
    known = next((texts[name] for name in map(folded, usual) if name in texts), None)
    names = (*_USER_NAMES, *_NAMES) if head(each) in lexicon.USERS else (*_NAMES, *_USER_NAMES)
    called = next((texts[name] for name in names if name in texts), None)
    identifier = Choice(attribute=known.name, reason="It has the usual name of an identifier.") if known else None
    naming = Choice(attribute=called.name, reason="It is what people call such objects by.") if called else None
    if each.embedded:
        return each
    return replace(each, identifier=each.identifier or identifier, naming=each.naming or naming)


def _can_identify(attribute: Attribute) -> bool:
    return isinstance(attribute.type, Scalar) and not attribute.multivalued and attribute.readable is not False
