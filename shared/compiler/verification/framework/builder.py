"""What all builders are: a table of the calls they know, and properties that are set once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from shared.compiler.verification.evaluation.values import Constant, Invocation, NoSuchMember, Opaque
from shared.compiler.verification.framework.loading import Loading, Setting

Handler = Callable[[Any, Invocation], object]


class Chain:
    """What a builder's call answers: nothing that could be called in turn."""

    def __init__(self, loading: Loading) -> None:
        self._loading = loading

    def call(self, name: str, invocation: Invocation) -> object:
        """Report that two statements have become one."""
        message = f"`{name}` on the same line is read as a call of what stands before it."
        self._loading.report("LOD013", invocation.at, message, name)
        return self

    def get(self, name: str) -> object:
        """Raise NoSuchMember: it has no properties."""
        raise NoSuchMember(name)


class Builder:
    """
    A block of the framework's language.

    `MEMBERS` are the calls it knows; `THROWING` those it knows and that raise an exception, with the reason;
    `CONSTANTS` the words it gives a meaning.
    """

    kind: ClassVar[str] = ""
    MEMBERS: ClassVar[Mapping[str, Handler]] = {}
    THROWING: ClassVar[Mapping[str, str]] = {}
    CONSTANTS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, loading: Loading) -> None:
        self.loading = loading
        self.settings: dict[str, Setting] = {}

    def call(self, name: str, invocation: Invocation) -> object:
        """Answer a call of a script; raises NoSuchMember when this block does not know it."""
        if name in self.THROWING:
            self.loading.report("LOD014", invocation.at, f"`{name}` in {self.kind} {self.THROWING[name]}.", name)
            return Chain(self.loading)
        handler = self.MEMBERS.get(name)
        if handler is None:
            raise NoSuchMember(name)
        opened = self.loading.opened
        if opened and opened[-1] is not self:
            inner = getattr(opened[-1], "kind", "")
            message = f"`{name}` is unknown in {inner} and takes effect in {self.kind}."
            self.loading.report("LOD012", invocation.at, message, name)
        answer = handler(self, invocation)
        return Chain(self.loading) if answer is None else answer

    def get(self, name: str) -> object:
        """Return a constant; raises NoSuchMember when the word has no meaning in this block."""
        if name in self.CONSTANTS:
            return Constant(name)
        raise NoSuchMember(name)

    def once(self, name: str, value: object, invocation: Invocation) -> None:
        """Set a property; a second, different value is reported."""
        if value is None or isinstance(value, Opaque):
            return
        place = self.loading.place(invocation.at)
        before = self.settings.setdefault(name, Setting(value, place))
        if before.value != value:
            message = f"Multiple declarations of `{name}`: {_shown(before.value)} and {_shown(value)}."
            self.loading.report("LOD024", place, message, name)

    def value(self, name: str, default: object = None) -> Any:  # noqa: ANN401 - what the property holds
        """Return what a property was set to, or `default`."""
        setting = self.settings.get(name)
        return default if setting is None else setting.value


def text_setting(name: str) -> Handler:
    """Return the handler that sets the property `name` to a text."""
    return lambda builder, invocation: builder.once(name, builder.loading.text(invocation) or None, invocation)


def flag_setting(name: str) -> Handler:
    """Return the handler that sets the property `name` to true or false."""
    return lambda builder, invocation: builder.once(name, builder.loading.flag(invocation), invocation)


def constant_setting(name: str) -> Handler:
    """Return the handler that sets the property `name` to a constant."""
    return lambda builder, invocation: builder.once(name, builder.loading.constant(invocation) or None, invocation)


def code_setting(name: str) -> Handler:
    """Return the handler that keeps a closure, to be run later, as the property `name`."""

    def keep(builder: Builder, invocation: Invocation) -> None:
        body = builder.loading.required_body(invocation)
        if body is not None:
            builder.settings[name] = Setting(body, builder.loading.place(invocation.at))

    return keep


def ignored(_builder: Builder, _invocation: Invocation) -> None:
    """Accept a call that has no effect."""


def _shown(value: object) -> str:
    return f"`{value}`" if isinstance(value, str) else str(value).lower()
