"""What stands in brackets: arguments, lists, maps, closures, and expressions of their own."""

from __future__ import annotations

from abc import ABC, abstractmethod

from shared.compiler.reading.groovy.cursor import Cursor
from shared.compiler.reading.groovy.tree import Call, Closure, Expression, ListOf, Literal, MapOf, Name, Statement

Arguments = tuple[tuple[Expression, ...], tuple[tuple[str, Expression], ...]]


class Brackets(ABC):
    """Reads what is in brackets from `cursor`; what is between them is read by those who build on it."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor

    @abstractmethod
    def expression(self) -> Expression:
        """Return the expression that comes next."""

    @abstractmethod
    def statements(self) -> tuple[Statement, ...]:
        """Return the statements up to the closing brace, which stays."""

    @abstractmethod
    def operand(self) -> Expression:
        """Return the operand that comes next, with what follows it by dots and brackets."""

    def parenthesised(self) -> Expression:
        """Return the expression in parentheses, or the cast, that comes next."""
        opening = self.cursor.expect("(")
        self.cursor.deeper()
        self.cursor.skip_lines()
        inner = self.expression()
        self.cursor.skip_lines()
        self.cursor.expect(")")
        self.cursor.depth -= 1
        cast = isinstance(inner, Name) and inner.name[:1].isupper() and self._begins_operand()
        if cast:
            value = self.operand()
            return Call(target=value, name="asType", name_at=opening.start, arguments=(inner,), start=opening.start,
                        end=value.end)  # fmt: skip
        return inner

    def _begins_operand(self) -> bool:
        token = self.cursor.here
        return token.kind in {"name", "number", "text", "template"} and token.text not in {"in", "as", "instanceof"}

    def skip_generics(self) -> None:
        """Pass the type arguments `<...>` of a type, if there are any."""
        if self.cursor.accept("<"):
            depth = 1
            while depth:
                token = self.cursor.take()
                depth += {"<": 1, ">": -1, ">>": -2, ">>>": -3}.get(token.text, 0)
                if token.kind in {"line", "end"} or depth < 0:
                    self.cursor.refuse("expected the end of the type")

    def collection(self) -> Expression:
        """Return the list or map that comes next."""
        start = self.cursor.expect("[").start
        self.cursor.deeper()
        self.cursor.skip_lines()
        is_map = self.cursor.accept(":")
        items, entries = self._elements()
        end = self.cursor.expect("]").end
        self.cursor.depth -= 1
        if is_map or entries:
            return MapOf(entries=entries, start=start, end=end)
        return ListOf(items=items, start=start, end=end)

    def _elements(self) -> tuple[tuple[Expression, ...], tuple[tuple[Expression, Expression], ...]]:
        items: list[Expression] = []
        entries: list[tuple[Expression, Expression]] = []
        self.cursor.skip_lines()
        while not self.cursor.sees("]"):
            item = self.expression()
            self.cursor.skip_lines()
            if self.cursor.accept(":"):
                self.cursor.skip_lines()
                entries.append((_key(item), self.expression()))
                self.cursor.skip_lines()
            else:
                items.append(item)
            if not self.cursor.accept(","):
                break
            self.cursor.skip_lines()
        return tuple(items), tuple(entries)

    def closure(self) -> Closure:
        """Return the closure that comes next."""
        opening = self.cursor.expect("{")
        self.cursor.deeper()
        parameters = self._parameters()
        body = self.statements()
        end = self.cursor.expect("}").end
        self.cursor.depth -= 1
        return Closure(parameters=parameters, body=body, start=opening.start, end=end)

    def _parameters(self) -> tuple[str, ...] | None:
        ahead, names = 0, []
        while self.cursor.peek(ahead).kind == "line":
            ahead += 1
        while (token := self.cursor.peek(ahead)).kind == "name" or token.text in {",", ".", "[", "]"}:
            following = self.cursor.peek(ahead + 1).text
            if token.kind == "name" and following in {",", "->"}:
                names.append(token.text)
            ahead += 1
        if self.cursor.peek(ahead).text != "->":
            return None
        for _ in range(ahead + 1):
            self.cursor.take()
        return tuple(names)

    def arguments(self) -> Arguments:
        """Return the arguments in parentheses that come next: those by place, and those by name."""
        self.cursor.expect("(")
        self.cursor.deeper()
        self.cursor.skip_lines()
        found = self.listed_arguments() if not self.cursor.sees(")") else ((), ())
        self.cursor.skip_lines()
        self.cursor.expect(")")
        self.cursor.depth -= 1
        return found

    def listed_arguments(self) -> Arguments:
        """Return the arguments that come next, separated by commas."""
        placed: list[Expression] = []
        named: list[tuple[str, Expression]] = []
        while True:
            if self.cursor.here.kind in {"name", "text"} and self.cursor.peek().text == ":":
                token = self.cursor.take()
                self.cursor.take()
                self.cursor.skip_lines()
                named.append((token.value or token.text, self.expression()))
            else:
                placed.append(self.expression())
            if self.cursor.after_lines().text != ",":
                return tuple(placed), tuple(named)
            self.cursor.skip_lines()
            self.cursor.take()
            self.cursor.skip_lines()


def _key(item: Expression) -> Expression:
    return Literal(value=item.name, start=item.start, end=item.end) if isinstance(item, Name) else item
