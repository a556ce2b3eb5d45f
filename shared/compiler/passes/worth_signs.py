"""What the attributes of a class give away about it."""

from __future__ import annotations

from typing import Final

from shared.compiler.model.object_class import ObjectClass
from shared.compiler.model.types import Attribute, Complex
from shared.compiler.reading.words import folded, words

_SIGNS_IN: Final = frozenset(
    [
        "username", "login", "loginname", "loginid", "userprincipalname", "email", "emailaddress", "mail",
        "primaryemail", "workemail",
    ]
)  # fmt: skip
_MONEY: Final = frozenset(["iban", "bic", "currency", "balance", "currencycode", "currentbalance", "accountbalance"])
_SOME: Final = 2


def is_account(each: ObjectClass) -> bool:
    """Return whether the objects may sign in: they have a login or an address."""
    return not _SIGNS_IN.isdisjoint(folded(attribute.name) for attribute in each.attributes)


def is_of_money(each: ObjectClass) -> bool:
    """Return whether the objects are accounts at a bank or in books."""
    return len({folded(attribute.name) for attribute in each.attributes} & _MONEY) >= _SOME


def speaks_of(each: ObjectClass, about: frozenset[str]) -> bool:
    """Return whether a name of an attribute, nested ones included, holds one of the words."""
    return any(_is_about(attribute, about) for attribute in each.attributes)


def _is_about(attribute: Attribute, about: frozenset[str]) -> bool:
    nested = attribute.type.attributes if isinstance(attribute.type, Complex) else ()
    return not about.isdisjoint(words(attribute.name)) or any(_is_about(inner, about) for inner in nested)
