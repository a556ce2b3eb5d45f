"""Expressions with operators: precedence as in https://groovy-lang.org/operators.html#_operator_precedence."""

from __future__ import annotations

from typing import Final

from shared.compiler.reading.groovy.operands import Operands
from shared.compiler.reading.groovy.tree import Assign, Binary, Conditional, Expression, Index, Member, Name, Unary

_STRENGTHS: Final = {
    "||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "===": 6, "!==": 6, "<=>": 6, "=~": 6, "==~": 6,
    "<": 7, "<=": 7, ">": 7, ">=": 7, "in": 7, "instanceof": 7, "as": 7, "!in": 7,
    "<<": 8, ">>": 8, ">>>": 8, "..": 8, "..<": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10, "**": 11,
}  # fmt: skip
_CONTINUED: Final = frozenset({"||", "&&", "?", "?:", "=="})
_ASSIGNMENTS: Final = frozenset({"=", "+=", "-=", "*=", "/=", "%=", "**=", "?="})
_TYPED: Final = frozenset({"instanceof", "as"})
_PREFIXES: Final = frozenset({"!", "-", "+", "~", "++", "--"})


class Expressions(Operands):
    """Reads expressions; statements are read by those who build on it."""

    def expression(self) -> Expression:
        """Return the expression that comes next, an assignment included."""
        found = self._conditional()
        if self.cursor.here.kind == "sign" and self.cursor.here.text in _ASSIGNMENTS:
            if not isinstance(found, Name | Member | Index):
                self.cursor.refuse("expected something that can be assigned to")
            operator = self.cursor.take().text
            self.cursor.skip_lines()
            value = self.expression()
            return Assign(operator=operator, target=found, value=value, start=found.start, end=value.end)
        return found

    def _conditional(self) -> Expression:
        test = self._binary(1)
        if not self._continues("?", "?:"):
            return test
        self.cursor.skip_lines()
        if self.cursor.take().text == "?:":
            self.cursor.skip_lines()
            other = self._conditional()
            return Binary(operator="?:", left=test, right=other, start=test.start, end=other.end)
        self.cursor.skip_lines()
        then = self.expression()
        self.cursor.skip_lines()
        self.cursor.expect(":")
        self.cursor.skip_lines()
        otherwise = self.expression()
        return Conditional(test=test, then=then, otherwise=otherwise, start=test.start, end=otherwise.end)

    def _continues(self, *signs: str) -> bool:
        """Return True when one of `signs` comes next, on this line or at the beginning of a later one."""
        token = self.cursor.after_lines()
        return token.kind == "sign" and token.text in signs

    def _binary(self, least: int) -> Expression:
        left = self._unary()
        while (operator := self._operator()) and (strength := _STRENGTHS[operator]) >= least:
            self.cursor.skip_lines()
            self.cursor.take()
            if operator == "!in":
                self.cursor.take()
            self.cursor.skip_lines()
            right = self._type() if operator in _TYPED else self._binary(strength + 1)
            left = Binary(operator=operator, left=left, right=right, start=left.start, end=right.end)
        return left

    def _operator(self) -> str:
        token = self.cursor.after_lines()
        if token is not self.cursor.here and token.text not in _CONTINUED:
            return ""
        if token.text == "!" and self.cursor.peek().text == "in":
            return "!in"
        is_sign = token.kind == "sign" or token.text in {"in", "instanceof", "as"}
        return token.text if is_sign and token.text in _STRENGTHS else ""

    def _type(self) -> Expression:
        start = self.cursor.here.start
        path = [self.cursor.name()]
        while self.cursor.accept("."):
            path.append(self.cursor.name())
        self.skip_generics()
        if self.cursor.sees("[") and self.cursor.peek().text == "]":
            self.cursor.take()
            self.cursor.take()
        return Name(name=".".join(path), start=start, end=self.cursor.last_end)

    def _unary(self) -> Expression:
        token = self.cursor.here
        if token.kind == "sign" and token.text in _PREFIXES:
            self.cursor.take()
            self.cursor.deeper()
            operand = self._unary()
            self.cursor.depth -= 1
            return Unary(operator=token.text, operand=operand, start=token.start, end=operand.end)
        operand = self.operand()
        if self.cursor.sees("++", "--"):
            sign = self.cursor.take()
            return Unary(operator=f"x{sign.text}", operand=operand, start=operand.start, end=sign.end)
        return operand
