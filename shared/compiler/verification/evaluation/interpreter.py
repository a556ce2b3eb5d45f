"""Walk the tree of a script: variables, decisions, loops, exceptions, calls; every step counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from shared.compiler.reading.groovy.tree import (
    Assign,
    Define,
    Do,
    Expression,
    ForIn,
    If,
    Import,
    Index,
    Leave,
    Literal,
    Member,
    Name,
    Part,
    Return,
    Statement,
    Throw,
    Try,
    While,
)
from shared.compiler.verification.evaluation.calls import Calls
from shared.compiler.verification.evaluation.exceptions import PLAIN, READ_ONLY_PROPERTY
from shared.compiler.verification.evaluation.json_nodes import Node
from shared.compiler.verification.evaluation.methods import iterated
from shared.compiler.verification.evaluation.operators import applied, is_true
from shared.compiler.verification.evaluation.values import (
    Function,
    NotSimulated,
    Opaque,
    Problem,
    Receiver,
    Scope,
    Thrown,
)

_CATCHES_ALL: Final = frozenset({"Exception", "Throwable", "RuntimeException"})


class _Returned(Exception):  # noqa: N818 - control flow of the script
    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


class _Left(Exception):  # noqa: N818 - control flow of the script
    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Interpreter(Calls):
    """
    Evaluates scripts and closures.

    `missing` decides what a call or name that nobody knows means: it returns a value or raises. Whatever is evaluated
    raises Thrown for an exception of the script, Exhausted when it takes more than `steps`, and NotSimulated when a
    decision depends on something that is not known here.
    """

    def __init__(self, steps: int, missing: Callable[[Part, str], object]) -> None:
        super().__init__(steps, missing)
        self._runners: dict[type, Callable[[Statement, Scope], object]] = {
            Do: self._do,
            Define: self._define,
            If: self._if,
            ForIn: self._for_in,
            While: self._while,
            Try: self._try,
            Return: self._return,
            Throw: self._throw,
            Leave: self._leave,
            Import: self._import,
        }

    def run(self, statements: tuple[Statement, ...], scope: Scope) -> object:
        """Run `statements` in `scope`; return the value of the last one."""
        value: object = None
        for statement in statements:
            value = self._runners[type(statement)](statement, scope)
        return value

    def invoke(self, function: Function, arguments: tuple[object, ...], delegate: Receiver | None = None) -> object:
        """Return what `function` answers to `arguments`, its calls going first to `delegate`."""
        parameters = function.closure.parameters
        if parameters is None:
            names: dict[str, object] = {"it": arguments[0] if arguments else None}
        else:
            names = {name: arguments[at] if at < len(arguments) else None for at, name in enumerate(parameters)}
        self.enter()
        try:
            return self.run(function.closure.body, Scope(names, function.scope, delegate))
        except _Returned as returned:
            return returned.value
        except _Left as left:
            raise Thrown(PLAIN, f"{left.word} outside of a loop") from None
        finally:
            self.leave()

    def evaluate(self, statement: Statement, scope: Scope) -> bool:
        """Run one statement of a script itself; return False when the script ends with it."""
        try:
            self.run((statement,), scope)
        except _Returned:
            return False
        except _Left as left:
            raise Thrown(PLAIN, f"{left.word} outside of a loop") from None
        return True

    def _do(self, statement: Statement, scope: Scope) -> object:
        assert isinstance(statement, Do)  # noqa: S101 - the table's promise
        return self.value(statement.expression, scope)

    def _define(self, statement: Statement, scope: Scope) -> object:
        assert isinstance(statement, Define)  # noqa: S101 - the table's promise
        value = self.value(statement.value, scope) if statement.value is not None else None
        if len(statement.names) == 1:
            scope.names[statement.names[0]] = value
            return value
        parts = list(iterated(value))
        for at, name in enumerate(statement.names):
            scope.names[name] = parts[at] if at < len(parts) else None
        return value

    def _if(self, statement: Statement, scope: Scope) -> object:
        assert isinstance(statement, If)  # noqa: S101 - the table's promise
        taken = statement.body if is_true(self.value(statement.test, scope)) else statement.otherwise
        return self.run(taken, Scope(outer=scope))

    def _for_in(self, statement: Statement, scope: Scope) -> object:
        assert isinstance(statement, ForIn)  # noqa: S101 - the table's promise
        source = self.value(statement.iterable, scope)
        if isinstance(source, Opaque):
            message = f"a loop goes over {source.source}"
            raise NotSimulated(message)
        for item in iterated(source):
            try:
                self.run(statement.body, Scope({statement.variable: item}, scope))
            except _Left as left:
                if left.word == "break":
                    break
        return None

    def _while(self, statement: Statement, scope: Scope) -> object:
        assert isinstance(statement, While)  # noqa: S101 - the table's promise
        inner = Scope(outer=scope)
        self.run(statement.first, inner)
        while is_true(self.value(statement.test, inner)):
            self.step()
            try:
                self.run(statement.body, Scope(outer=inner))
            except _Left as left:
                if left.word == "break":
                    break
            self.run(statement.step, inner)
        return None

    def _try(self, statement: Statement, scope: Scope) -> object:
        assert isinstance(statement, Try)  # noqa: S101 - the table's promise
        try:
            return self.run(statement.body, Scope(outer=scope))
        except Thrown as thrown:
            for types, name, body in statement.catches:
                if thrown.type in types or _CATCHES_ALL & set(types):
                    return self.run(body, Scope({name: Problem(thrown.type, thrown.message)}, scope))
            raise
        finally:
            self.run(statement.finally_, Scope(outer=scope))

    def _return(self, statement: Statement, scope: Scope) -> object:
        assert isinstance(statement, Return)  # noqa: S101 - the table's promise
        raise _Returned(self.value(statement.value, scope) if statement.value is not None else None)

    def _throw(self, statement: Statement, scope: Scope) -> object:
        assert isinstance(statement, Throw)  # noqa: S101 - the table's promise
        problem = self.value(statement.exception, scope)
        if isinstance(problem, Problem):
            raise Thrown(problem.type, problem.message)
        raise Thrown(PLAIN, str(problem))

    def _leave(self, statement: Statement, _scope: Scope) -> object:
        assert isinstance(statement, Leave)  # noqa: S101 - the table's promise
        raise _Left(statement.word)

    def _import(self, _statement: Statement, _scope: Scope) -> object:
        return None

    def assign(self, assignment: Assign, scope: Scope) -> object:
        """Give a variable, a property of a map or an element a new value, and return that."""
        value = self.value(assignment.value, scope)
        if assignment.operator != "=":
            value = self._changed(assignment.operator, self.value(assignment.target, scope), value)
        match assignment.target:
            case Name(name=name):
                holder = scope.holder(name)
                (holder or _outermost(scope)).names[name] = value
            case Member(target=target, name=name):
                self._store(self.value(target, scope), name, value)
            case Index(target=target, key=key):
                self._store(self.value(target, scope), self.value(key, scope), value)
        return value

    def _changed(self, operator: str, before: object, value: object) -> object:
        if operator == "?=":
            return before if is_true(before) else value
        return applied(operator[:-1], before, value)

    def _store(self, target: object, key: object, value: object) -> None:
        if isinstance(target, dict):
            target[key] = value
        elif isinstance(target, list) and isinstance(key, int):
            items = cast("list[object]", target)
            items[key : key + 1] = [value]
        elif isinstance(target, Node):
            raise Thrown(READ_ONLY_PROPERTY, f"Cannot set property {key} of a JSON node")

    def counted(self, operator: str, operand: Expression, scope: Scope) -> object:
        """Return the value of `x++` and its like, and change the variable."""
        before = self.value(operand, scope)
        one = Literal(value=1, start=operand.start, end=operand.end)
        if isinstance(operand, Name | Member | Index):
            after = self.assign(
                Assign(operator=f"{operator[-1]}=", target=operand, value=one, start=operand.start, end=operand.end),
                scope,
            )
            return before if operator.startswith("x") else after
        return before


def _outermost(scope: Scope) -> Scope:
    while scope.outer is not None:
        scope = scope.outer
    return scope
