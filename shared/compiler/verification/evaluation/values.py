"""What scripts compute with, beside Python's own texts, numbers, lists and maps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from shared.compiler.reading.groovy.tree import Closure, Part


class Receiver(Protocol):
    """Something scripts call: a builder of the framework, or a value it hands to a closure."""

    def call(self, name: str, invocation: Invocation) -> object:
        """Return what the method `name` answers; raises NoSuchMember when there is none."""

    def get(self, name: str) -> object:
        """Return the property `name`; raises NoSuchMember when there is none."""


class NoSuchMember(Exception):  # noqa: N818 - a value of the evaluation, not a failure of ours
    """A receiver has no method or property of that name."""


class Thrown(Exception):  # noqa: N818 - an exception of the script
    """An exception of the script or of the framework; `type` is the simple name of its Java class."""

    def __init__(self, type: str, message: str) -> None:  # noqa: A002 - the language's word
        super().__init__(message)
        self.type = type
        self.message = message


class NotSimulated(Exception):  # noqa: N818 - a limit of ours, not a failure
    """The script uses something this evaluation does not know."""


class Exhausted(Exception):  # noqa: N818 - a limit of ours, not a failure
    """The script takes more steps than it may."""


@dataclass(slots=True)
class Scope:
    """The variables of one closure, the receiver its calls go to first, and what is around it."""

    names: dict[str, object] = field(default_factory=dict)
    outer: Scope | None = None
    delegate: Receiver | None = None

    def holder(self, name: str) -> Scope | None:
        """Return the innermost scope that has a variable `name`."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope
            scope = scope.outer
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A closure together with the variables around it."""

    closure: Closure
    scope: Scope


@dataclass(frozen=True, slots=True)
class Invocation:
    """The arguments of one call, and where it is written."""

    arguments: tuple[object, ...] = ()
    named: dict[str, object] = field(default_factory=dict)
    at: Part = field(default_factory=lambda: Part(start=0, end=0))


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value nothing is known of; `source` says where it comes from."""

    source: str


@dataclass(frozen=True, slots=True)
class JavaClass:
    """A class by its simple name."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """One of the framework's constants."""

    name: str


@dataclass(frozen=True, slots=True)
class Secret:
    """A text kept as GuardedString."""

    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """An exception as a value, before it is thrown."""

    type: str
    message: str
