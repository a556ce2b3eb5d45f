"""Commands: calls without parentheses, and the calls that follow them on the same line."""

from __future__ import annotations

from typing import Final

from shared.compiler.reading.groovy.expressions import Expressions
from shared.compiler.reading.groovy.tree import Call, Do, Expression, Member, Name, Statement

NO_ARGUMENT: Final = frozenset({"in", "as", "instanceof", "else", "catch", "finally"})
"""Words that never begin a command's argument, nor name a variable."""


class Commands(Expressions):
    """Reads expressions that stand alone; other statements are read by those who build on it."""

    def expression_statement(self) -> Statement:
        """Return the expression that comes next, as a statement."""
        found = self.command_or_value()
        return Do(expression=found, start=found.start, end=found.end)

    def command_or_value(self) -> Expression:
        """Return the expression or command that comes next."""
        found = self.expression()
        while self._begins_argument() and isinstance(found, Name | Member | Call):
            found = self._command(found)
        return found

    def _begins_argument(self) -> bool:
        token = self.cursor.here
        if token.kind in {"number", "text", "template"}:
            return True
        return token.kind == "name" and token.text not in NO_ARGUMENT

    def _command(self, called: Name | Member | Call) -> Expression:
        """Return the call that `called` becomes by what follows it: its arguments, or a call of what it answers."""
        if isinstance(called, Call):
            return self._chained(called)
        arguments, named = self.listed_arguments()
        target = called.target if isinstance(called, Member) else None
        name_at = called.end - len(called.name)
        return Call(target=target, name=called.name, name_at=name_at, arguments=arguments, named=named,
                    start=called.start, end=self.cursor.last_end)  # fmt: skip

    def _chained(self, called: Call) -> Expression:
        token = self.cursor.here
        if token.kind != "name":
            self.cursor.refuse("expected the end of the statement")
        following = self.operand()
        if isinstance(following, Name):
            arguments, named = self.listed_arguments() if self._begins_argument() else ((), ())
            return Call(target=called, name=following.name, name_at=following.start, arguments=arguments, named=named,
                        chained=True, start=called.start, end=self.cursor.last_end)  # fmt: skip
        if not isinstance(following, Call) or following.target is not None:
            self.cursor.refuse("expected the end of the statement")
        return Call(target=called, name=following.name, name_at=following.name_at, arguments=following.arguments,
                    named=following.named, chained=True, start=called.start, end=following.end)  # fmt: skip
