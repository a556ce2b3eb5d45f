"""Which attribute identifies an object, and which one names it, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.types import Attribute, Complex, Scalar
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.lexicon import IDENTIFIER_NAMES, LINKS, MACHINES, STAFF, USERS
from shared.compiler.reading.words import folded, words
from shared.kernel.diagnostics import Diagnostic

_LOGINS: Final = ("username", "userlogin", "login", "loginname", "loginid", "userprincipalname", "principalname",
                  "logon", "account", "accountname", "handle")  # fmt: skip
_EMAILS: Final = ("email", "emailaddress", "primaryemail", "primaryemailaddress", "mail", "useremail", "workemail")
_NAMES: Final = ("name", "displayname", "label", "title", "fullname", "key", "slug", "code", "handle", "entityname")
_RETIRED: Final = ("deprecated", "no longer available", "obsolete")
_NAMELIKE: Final = frozenset([*_LOGINS, *_EMAILS, *_NAMES])
_HOLDERS: Final = frozenset(["profile", "attributes", "properties", "details", "info", "data", "traits"])


def identifiers(draft: Draft) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """Return the draft with the identifying and the naming attribute of every class."""
    return draft.with_classes(_decide(draft, each) for each in draft.model.object_classes), ()


def _decide(draft: Draft, each: ObjectClass) -> ObjectClass:
    family = draft.of(each.name)
    thing = family.key if family else ()
    identifier = _identifier(each, thing)
    naming = _naming(each, thing, identifier.attribute if identifier else "")
    fixed = _assigned(each, identifier.attribute) if identifier else each.attributes
    return replace(each, identifier=identifier, naming=naming, attributes=fixed)


def _assigned(each: ObjectClass, identifier: str) -> tuple[Attribute, ...]:
    """Return the attributes with a counted identifier closed to clients: servers number their objects themselves."""
    return tuple(
        replace(a, creatable=False, updatable=False, required=False)
        if a.name == identifier and isinstance(a.type, Scalar) and a.type.json_type == "integer"
        else a
        for a in each.attributes
    )


def _selectors(each: ObjectClass) -> tuple[str, ...]:
    """Return the parameters that select one object, of the get first; `{projectIdOrKey}` counts as two."""
    chosen = (each.operation(kind) for kind in ("get", "update", "delete"))
    found = (operation.identifier for operation in chosen if operation and operation.identifier)
    return tuple(dict.fromkeys(part for selector in found for part in _alternatives(selector)))


def _is_in_path(each: ObjectClass) -> bool:
    return any(
        "{" + operation.identifier + "}" in operation.path for operation in each.operations if operation.identifier
    )


def _alternatives(selector: str) -> Iterator[str]:
    found = words(selector)
    if "or" not in found:
        yield selector
        return
    at = found.index("or")
    first, second = found[:at], found[at + 1 :]
    yield from ("_".join(each) for each in ((*first[:-1], *second), first, second) if "id" in each)
    yield from ("_".join(each) for each in (first, second))


def _identifier(each: ObjectClass, thing: tuple[str, ...]) -> Choice | None:
    plain = {folded(a.name): a for a in each.attributes if _can_identify(a)}
    selectors = _selectors(each)
    whole, head = "".join(thing), thing[-1] if thing else ""
    usual = (*IDENTIFIER_NAMES, *(f"{n}{e}" for n in (whole, head) for e in ("id", "uuid", "guid", "key")))
    known = next((plain[folded(name)] for name in usual if folded(name) in plain), None)
    # A name may select an object, in the query often as one way of several; a real identifier still beats it.
    better = "id" in plain or (known is not None and not _is_in_path(each))
    for selector in selectors:
        for name in _spellings(selector, thing):
            found = plain.get(name)
            if found and not (folded(found.name) in _NAMELIKE and better):
                return Choice(attribute=found.name, reason=f"The path of single objects asks for {selector!r}.")
    if known:
        return Choice(attribute=known.name, reason=f"{known.name!r} is the usual name of an identifier.")
    return _by_name(plain, selectors)


def _by_name(plain: dict[str, Attribute], selectors: tuple[str, ...]) -> Choice | None:
    named = next((plain[name] for name in ("name", "key", "slug", "username", "login", "email") if name in plain), None)
    if named is None or not (selectors or named.required or folded(named.name) == "name"):
        return None
    return Choice(attribute=named.name, reason="There is no identifier, and this attribute names the objects.")


def _can_identify(attribute: Attribute) -> bool:
    plain = not attribute.multivalued and not isinstance(attribute.type, Complex)
    return attribute.readable is not False and plain and not _is_retired(attribute)


def _is_retired(attribute: Attribute) -> bool:
    described = attribute.description[:300].lower()
    return any(word in described for word in _RETIRED)


def _spellings(selector: str, thing: tuple[str, ...]) -> tuple[str, ...]:
    """Return how the attribute behind the parameter `selector` may be written, class name left out last."""
    whole = folded(selector)
    prefixes = sorted({"".join(thing), thing[-1] if thing else ""}, key=len, reverse=True)
    shorter = tuple(whole.removeprefix(prefix) for prefix in prefixes if prefix and whole.startswith(prefix))
    return tuple(dict.fromkeys((whole, *(each for each in shorter if each))))


def _naming(each: ObjectClass, thing: tuple[str, ...], identifier: str) -> Choice | None:
    if _is_nameless_link(each, thing):
        return None
    if login := _login_beside(each, thing, identifier):
        return login
    spoken = folded(identifier) in _NAMELIKE or bool(thing and folded(identifier) == thing[-1])
    itself = Choice(attribute=identifier, reason="It identifies the objects and people can read it.")
    if spoken and not _is_number(each, identifier):
        return itself
    own = _named(each.attributes, thing, "")
    held = (_named(inner, thing, f"{name}.") for name, inner in _holders(each))
    found = own or next((found for found in held if found), None)
    return found or (itself if spoken else _readable(each, identifier))


def _is_number(each: ObjectClass, name: str) -> bool:
    chosen = each.attribute(name)
    return chosen is not None and isinstance(chosen.type, Scalar) and chosen.type.json_type != "string"


def _readable(each: ObjectClass, identifier: str) -> Choice | None:
    """Return the identifier where nothing else names the objects and it is called as what people can read."""
    text = any(a.name == identifier and _is_text(a) for a in each.attributes)
    if not text or not folded(identifier).endswith(("name", "identifier", "slug")):
        return None
    return Choice(attribute=identifier, reason="It identifies the objects, and nothing else names them.")


def _holders(each: ObjectClass) -> Iterator[tuple[str, tuple[Attribute, ...]]]:
    """Yield the name and attributes of each nested value that describes the object (`profile`)."""
    for holder in each.attributes:
        if folded(holder.name) in _HOLDERS and isinstance(holder.type, Complex) and not holder.multivalued:
            yield holder.name, holder.type.attributes


def _is_nameless_link(each: ObjectClass, thing: tuple[str, ...]) -> bool:
    """Return whether the objects only tie others and have no name of their own."""
    spoken = any(a.name in {"name", "username"} or folded(a.name).endswith("entityname") for a in each.attributes)
    return len(thing) > 1 and thing[-1] in LINKS and not spoken


def _login_beside(each: ObjectClass, thing: tuple[str, ...], identifier: str) -> Choice | None:
    """Return the login of people whose `name` only says where they are (`users/42`)."""
    login = next((a for a in each.attributes if folded(a.name) == "username" and _is_text(a)), None)
    if login is None or not thing or thing[-1] not in USERS or folded(identifier) != "name":
        return None
    return Choice(attribute=login.name, reason=f"{login.name!r} is what people log in with.")


def _named(attributes: tuple[Attribute, ...], thing: tuple[str, ...], prefix: str) -> Choice | None:
    texts = {folded(a.name): a for a in attributes if _is_text(a) and not _is_retired(a)}
    required_key = texts.get("key")
    if thing[-1:] and thing[-1] in USERS | STAFF | MACHINES | {"member"}:
        # Beside a display name, a plain `name` is the short one people log in with.
        short = ("name",) if texts.keys() & {"displayname", "fullname", "realname"} else ()
        order: tuple[str, ...] = (*_LOGINS, *short, *_EMAILS, *_NAMES)
    else:
        whole, head = "".join(thing), thing[-1] if thing else ""
        order = ("handle", "name", f"{whole}name", f"{head}name", "username", *_NAMES, *_EMAILS, *_LOGINS)
        if required_key is not None and required_key.required:
            order = ("key", *order)
    found = next((texts[name] for name in order if name in texts), None)
    return (
        Choice(attribute=f"{prefix}{found.name}", reason=f"{found.name!r} is what people call such objects by.")
        if found
        else None
    )


def _is_text(attribute: Attribute) -> bool:
    kind = attribute.type
    return (
        isinstance(kind, Scalar)
        and kind.json_type == "string"
        and not attribute.multivalued
        and attribute.readable is not False
    )
