"""Imports, variables and methods."""

from __future__ import annotations

from typing import Final

from shared.compiler.reading.groovy.commands import NO_ARGUMENT, Commands
from shared.compiler.reading.groovy.tree import Closure, Define, Import, Statement

_TYPES: Final = frozenset({"boolean", "byte", "char", "double", "float", "int", "long", "short", "void"})


class Definitions(Commands):
    """Reads what a script makes known; other statements are read by those who build on it."""

    def imported(self) -> Statement:
        """Return the import, or the package, that comes next."""
        word = self.cursor.take()
        start = word.start
        if self.cursor.sees_word("static"):
            self.cursor.take()
        path = [self.cursor.name()]
        while self.cursor.accept("."):
            path.append("*" if self.cursor.accept("*") else self.cursor.name())
        name = "" if path[-1] == "*" or word.text == "package" else path[-1]
        if self.cursor.sees_word("as"):
            self.cursor.take()
            name = self.cursor.name()
        return Import(path=".".join(path), name=name, start=start, end=self.cursor.last_end)

    def declares(self) -> bool:
        """Return True when a type and a name come next: `String login = …`."""
        first = self.cursor.here.text
        if not (first in _TYPES or first[:1].isupper()):
            return False
        ahead = 1
        while self.cursor.peek(ahead).text == "." and self.cursor.peek(ahead + 1).kind == "name":
            ahead += 2
        if self.cursor.peek(ahead).text == "<":
            return True
        if self.cursor.peek(ahead).text == "[" and self.cursor.peek(ahead + 1).text == "]":
            ahead += 2
        return self.cursor.peek(ahead).kind == "name" and self.cursor.peek(ahead).text not in NO_ARGUMENT

    def definition(self, start: int) -> Statement:
        """Return the variables or the method that come next, defined from `start` on."""
        if self.cursor.sees("("):
            return self._taken_apart(start)
        name = self.cursor.name()
        while self.cursor.here.kind == "name" or self.cursor.sees(".", "<"):
            if self.cursor.accept("."):
                name = self.cursor.name()
            elif self.cursor.sees("<"):
                self.skip_generics()
            else:
                name = self.cursor.name()
        if self.cursor.sees("["):
            self.cursor.take()
            self.cursor.expect("]")
            name = self.cursor.name()
        if self.cursor.sees("("):
            return self._method(name, start)
        names, value = [name], None
        if self.cursor.accept("="):
            self.cursor.skip_lines()
            value = self.command_or_value()
        while value is None and self.cursor.accept(","):
            names.append(self.cursor.name())
        return Define(names=tuple(names), value=value, start=start, end=self.cursor.last_end)

    def _taken_apart(self, start: int) -> Statement:
        self.cursor.expect("(")
        names = [self.cursor.name()]
        while self.cursor.accept(","):
            names.append(self.cursor.name())
        self.cursor.expect(")")
        self.cursor.expect("=")
        value = self.expression()
        return Define(names=tuple(names), value=value, start=start, end=value.end)

    def _method(self, name: str, start: int) -> Statement:
        """Return a method of the script, which is a variable that holds a closure."""
        self.cursor.expect("(")
        parameters: list[str] = []
        while not self.cursor.sees(")"):
            word = self.cursor.name()
            while self.cursor.here.kind == "name" or self.cursor.sees(".", "<"):
                if self.cursor.sees("<"):
                    self.skip_generics()
                else:
                    word = self.cursor.take().text
            parameters.append(word)
            self.cursor.accept(",")
        self.cursor.expect(")")
        self.cursor.skip_lines()
        body = self.closure()
        called = Closure(parameters=tuple(parameters), body=body.body, start=body.start, end=body.end)
        return Define(names=(name,), value=called, start=start, end=body.end)
