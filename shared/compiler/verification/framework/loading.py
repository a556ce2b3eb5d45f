"""What all builders share while scripts are evaluated: where problems go, and how blocks are opened."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.compiler.reading.groovy.tree import Call, Name, Part
from shared.compiler.verification.codes import LOAD_CODES
from shared.compiler.verification.evaluation.interpreter import Interpreter
from shared.compiler.verification.evaluation.values import Constant, Function, Invocation, Opaque, Receiver
from shared.kernel.diagnostics import Severity

_STEPS = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a script."""

    script: str
    part: Part


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: its code, where, one sentence, and the word it is about (a name, a type), or ""."""

    code: str
    place: Place
    message: str
    subject: str = ""

    @property
    def severity(self) -> Severity:
        """How much it costs."""
        return LOAD_CODES[self.code][0]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a property was set to, and where."""

    value: object
    place: Place


@dataclass(slots=True)
class Loading:
    """The scripts of one connector being evaluated, one after the other; `script` is the one at hand."""

    script: str = ""
    violations: dict[Violation, None] = field(default_factory=dict)
    opened: list[Receiver] = field(default_factory=list)
    interpreter: Interpreter = field(init=False)

    def __post_init__(self) -> None:
        self.interpreter = Interpreter(_STEPS, self._missing)

    def place(self, part: Part) -> Place:
        """Return where `part` of the script at hand is."""
        return Place(self.script, part)

    def report(self, code: str, part: Part | Place, message: str, subject: str = "") -> None:
        """Record that the rule `code` is broken by `part`."""
        place = part if isinstance(part, Place) else self.place(part)
        self.violations[Violation(code, place, message, subject)] = None

    def open(self, builder: Receiver, function: Function | None) -> None:
        """Evaluate a block, its calls going to `builder`."""
        if function is None:
            return
        self.opened.append(builder)
        try:
            self.interpreter.invoke(function, (), builder)
        finally:
            self.opened.pop()

    def _missing(self, part: Part, name: str) -> object:
        around = getattr(self.opened[-1], "kind", "") if self.opened else ""
        where = f"in {around}" if around else "here"
        if isinstance(part, Name) and self.opened and name in getattr(self.opened[-1], "MEMBERS", ()):
            self.report("LOD011", part, f"`{name}` needs an argument.", name)
        else:
            self.report("LOD010", part, f"`{name}` is unknown {where}.", name)
        return Opaque(name)

    def text(self, invocation: Invocation, at: int = 0) -> str:
        """Return the argument `at` as text; "" where it is none, which is reported."""
        value = invocation.arguments[at] if at < len(invocation.arguments) else None
        if isinstance(value, str):
            return value
        if not isinstance(value, Opaque):
            self._wrong_argument(invocation, "a text")
        return ""

    def flag(self, invocation: Invocation) -> bool | None:
        """Return the only argument as true or false; None where it is neither, which is reported."""
        value = invocation.arguments[0] if len(invocation.arguments) == 1 else None
        if isinstance(value, bool):
            return value
        if not isinstance(value, Opaque):
            self._wrong_argument(invocation, "true or false")
        return None

    def constant(self, invocation: Invocation, at: int = 0) -> str:
        """Return the name of the constant that is the argument `at`, or the text that stands for it."""
        value = invocation.arguments[at] if at < len(invocation.arguments) else None
        if isinstance(value, Constant):
            return value.name
        if isinstance(value, str):
            return value
        if not isinstance(value, Opaque):
            self._wrong_argument(invocation, "a constant")
        return ""

    def body(self, invocation: Invocation) -> Function | None:
        """Return the closure that comes last, if there is one."""
        last = invocation.arguments[-1] if invocation.arguments else None
        return last if isinstance(last, Function) else None

    def required_body(self, invocation: Invocation) -> Function | None:
        """Return the closure that comes last; None where there is none, which is reported."""
        body = self.body(invocation)
        if body is None:
            self._wrong_argument(invocation, "a closure")
        return body

    def _wrong_argument(self, invocation: Invocation, wanted: str) -> None:
        name = invocation.at.name if isinstance(invocation.at, Call) else "this call"
        self.report("LOD011", invocation.at, f"`{name}` needs {wanted}.", name)
