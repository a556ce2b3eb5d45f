"""The values of expressions, and who answers a call: variables, the builders around it, values, classes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final, cast

from shared.compiler.reading.groovy.tree import (
    Assign,
    Binary,
    Call,
    CallValue,
    Closure,
    Conditional,
    Expression,
    Index,
    ListOf,
    Literal,
    MapOf,
    Member,
    Name,
    New,
    Part,
    Template,
    Unary,
)
from shared.compiler.verification.evaluation.access import dotted, element, property_value, receivers
from shared.compiler.verification.evaluation.classes import constructed, static_call, static_member
from shared.compiler.verification.evaluation.exceptions import (
    MISSING_METHOD,
    NULL_POINTER,
)
from shared.compiler.verification.evaluation.functional import functional
from shared.compiler.verification.evaluation.kinds import as_type, is_instance
from shared.compiler.verification.evaluation.methods import iterated, method_of
from shared.compiler.verification.evaluation.operators import applied, bounded, is_true, shown
from shared.compiler.verification.evaluation.values import (
    Exhausted,
    Function,
    Invocation,
    JavaClass,
    NoSuchMember,
    NotSimulated,
    Opaque,
    Receiver,
    Scope,
    Thrown,
)

_DEEPEST: Final = 60


class Calls(ABC):
    """Evaluates expressions; statements are run by those who build on it."""

    def __init__(self, steps: int, missing: Callable[[Part, str], object]) -> None:
        self._steps = steps
        self._depth = 0
        self._missing = missing
        self._valuers: dict[type, Callable[..., object]] = {
            Literal: lambda expression, _: expression.value,
            Template: self._template,
            Name: self._name,
            Member: self._member,
            Index: self._index,
            Call: self._call,
            CallValue: self._call_value,
            New: self._new,
            Unary: self._unary,
            Binary: self._binary,
            Conditional: self._conditional,
            ListOf: lambda expression, scope: [self.value(it, scope) for it in expression.items],
            MapOf: self._map,
            Closure: Function,
            Assign: self.assign,
        }

    @abstractmethod
    def invoke(self, function: Function, arguments: tuple[object, ...], delegate: Receiver | None = None) -> object:
        """Return what `function` answers to `arguments`, its calls going first to `delegate`."""

    @abstractmethod
    def assign(self, assignment: Assign, scope: Scope) -> object:
        """Give what is assigned to a new value, and return that."""

    @abstractmethod
    def counted(self, operator: str, operand: Expression, scope: Scope) -> object:
        """Return the value of `x++` and its like, and change the variable."""

    def step(self) -> None:
        """Count one step; raises Exhausted when there are none left."""
        self._steps -= 1
        if self._steps < 0:
            message = "the script takes more steps than it may"
            raise Exhausted(message)

    def enter(self) -> None:
        """Enter a closure; raises Exhausted when too many are inside each other."""
        self._depth += 1
        if self._depth > _DEEPEST:
            message = "closures call each other too deeply"
            raise Exhausted(message)

    def leave(self) -> None:
        """Leave a closure."""
        self._depth -= 1

    def value(self, expression: Expression, scope: Scope) -> object:
        """Return the value of `expression` in `scope`."""
        self.step()
        return self._valuers[type(expression)](expression, scope)

    def _template(self, template: Template, scope: Scope) -> object:
        return bounded("".join(shown(self.value(it, scope)) for it in template.pieces))

    def _name(self, name: Name, scope: Scope) -> object:
        holder = scope.holder(name.name)
        if holder is not None:
            return holder.names[name.name]
        for receiver in receivers(scope):
            try:
                return receiver.get(name.name)
            except NoSuchMember:
                continue
        if name.name[:1].isupper():
            return JavaClass(name.name)
        return self._missing(name, name.name)

    def _member(self, member: Member, scope: Scope) -> object:
        if (package := dotted(member)).islower() and member.name[:1].isupper():
            root = package.split(".", 1)[0]
            if scope.holder(root) is None and root in {"com", "org", "java", "groovy", "tools", "javax"}:
                return JavaClass(member.name)
        target = self.value(member.target, scope)
        if member.spread:
            return [self._property(it, member) for it in iterated(target)]
        if target is None and member.safe:
            return None
        return self._property(target, member)

    def _property(self, target: object, member: Member) -> object:
        if isinstance(target, JavaClass):
            return self._known(lambda: static_member(target.name, member.name))
        return property_value(target, member.name)

    def _index(self, index: Index, scope: Scope) -> object:
        return element(self.value(index.target, scope), self.value(index.key, scope))

    def _call(self, call: Call, scope: Scope) -> object:
        if call.target is None:
            return self._bare_call(call, self._invocation(call, scope), scope)
        target = self.value(call.target, scope)
        if target is None and call.safe:
            return None
        invocation = self._invocation(call, scope)
        if call.spread:
            return [self.call_on(it, call.name, invocation) for it in iterated(target)]
        return self.call_on(target, call.name, invocation)

    def _invocation(self, call: Call, scope: Scope) -> Invocation:
        arguments = tuple(self.value(it, scope) for it in call.arguments)
        return Invocation(arguments, {name: self.value(it, scope) for name, it in call.named}, call)

    def _bare_call(self, call: Call, invocation: Invocation, scope: Scope) -> object:
        holder = scope.holder(call.name)
        if holder is not None:
            return self._called(holder.names[call.name], invocation)
        for receiver in receivers(scope):
            try:
                return receiver.call(call.name, invocation)
            except NoSuchMember:
                continue
        return self._missing(call, call.name)

    def call_on(self, target: object, name: str, invocation: Invocation) -> object:
        """Return what the method `name` of `target` answers; raises Thrown when there is none."""
        if isinstance(target, Opaque):
            return Opaque(f"{target.source}.{name}()")
        if target is None:
            raise Thrown(NULL_POINTER, f'Cannot invoke "{name}()" on null')
        if isinstance(target, JavaClass):
            return self._known(lambda: static_call(target.name, name, invocation.arguments))
        if isinstance(target, Function) and name in {"call", "doCall"}:
            return self.invoke(target, invocation.arguments)
        try:
            return self._answered(target, name, invocation)
        except NoSuchMember:
            raise Thrown(MISSING_METHOD, f"No signature of method: {name}") from None
        except (TypeError, AttributeError) as error:
            raise Thrown(MISSING_METHOD, f"No signature of method: {name} for these arguments") from error

    def _answered(self, target: object, name: str, invocation: Invocation) -> object:
        if invocation.arguments and isinstance(invocation.arguments[-1], Function):
            found = functional(self, target, name, invocation.arguments)
            if found is not None:
                return found[0]
        if hasattr(target, "get") and hasattr(target, "call"):
            return cast("Receiver", target).call(name, invocation)
        if name == "asType":
            return as_type(target, invocation.arguments[0])
        return method_of(target, name)(target, *invocation.arguments)

    def _known(self, answer: Callable[[], object]) -> object:
        """Return the answer, or something opaque when it is not known here."""
        try:
            return answer()
        except NotSimulated as unknown:
            return Opaque(str(unknown))
        except TypeError as error:
            raise Thrown(MISSING_METHOD, "No signature of method for these arguments") from error

    def _called(self, value: object, invocation: Invocation) -> object:
        if isinstance(value, Function):
            return self.invoke(value, invocation.arguments)
        if isinstance(value, Opaque):
            return value
        raise Thrown(MISSING_METHOD, f"No signature of method: {shown(value)}.call()")

    def _call_value(self, call: CallValue, scope: Scope) -> object:
        target = self.value(call.target, scope)
        return self._called(target, Invocation(tuple(self.value(it, scope) for it in call.arguments), {}, call))

    def _new(self, new: New, scope: Scope) -> object:
        arguments = tuple(self.value(it, scope) for it in new.arguments)
        return self._known(lambda: constructed(new.type, arguments))

    def _unary(self, unary: Unary, scope: Scope) -> object:
        if unary.operator.removeprefix("x") in {"++", "--"}:
            return self.counted(unary.operator, unary.operand, scope)
        value = self.value(unary.operand, scope)
        if unary.operator == "!":
            return not is_true(value)
        if isinstance(value, int | float) and unary.operator in {"-", "+"}:
            return -value if unary.operator == "-" else value
        return Opaque(f"{unary.operator}x")

    def _binary(self, binary: Binary, scope: Scope) -> object:
        left = self.value(binary.left, scope)
        match binary.operator:
            case "&&":
                return is_true(left) and is_true(self.value(binary.right, scope))
            case "||":
                return is_true(left) or is_true(self.value(binary.right, scope))
            case "?:":
                return left if is_true(left) else self.value(binary.right, scope)
            case "as":
                return as_type(left, JavaClass(cast("Name", binary.right).name))
            case "instanceof":
                return is_instance(left, cast("Name", binary.right).name)
        return applied(binary.operator, left, self.value(binary.right, scope))

    def _conditional(self, conditional: Conditional, scope: Scope) -> object:
        chosen = conditional.then if is_true(self.value(conditional.test, scope)) else conditional.otherwise
        return self.value(chosen, scope)

    def _map(self, literal: MapOf, scope: Scope) -> object:
        return {self.value(key, scope): self.value(value, scope) for key, value in literal.entries}
