"""Planned SCIM resources: everything decided, nothing undecided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    Where in a resource a value is: `extension` is the alias of its schema ("" for the core schema).

    `steps` lead to it; at the list `steps[0]` the `primary` entry is taken where the attribute is `in_list`.
    """

    extension: str = ""
    steps: tuple[str, ...]
    in_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedAttribute:
    """An attribute that the framework does not make by itself, because its value is inside another."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A list of references to resources of the class `target`, in the attribute of that name."""

    attribute: str
    target: str
    side: Literal["subject", "object"]
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """
    One resource type.

    `extensions` are the schemas that add to it, by alias; `enabling` names the flag that means enabled, `naming` the
    attribute to map as name ("" where the framework maps it by itself).
    """

    name: str
    label: str
    uid: str
    shown_name: str
    naming: str = ""
    enabling: str = ""
    extensions: tuple[tuple[str, str], ...] = ()
    attributes: tuple[PlacedAttribute, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A relation whose values both or one of the resources carry."""

    name: str
    label: str
    members: tuple[Member, ...]
