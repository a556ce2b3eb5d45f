"""
Statements, and with them whole scripts.

The grammar is the part of Groovy that connector scripts are written in: imports, variables, conditions, loops,
exceptions, closures and commands (https://groovy-lang.org/semantics.html). Classes and annotations are not read.
"""

from __future__ import annotations

from typing import Final

from shared.compiler.reading.groovy.cursor import Cursor
from shared.compiler.reading.groovy.definitions import Definitions
from shared.compiler.reading.groovy.tokens import tokens
from shared.compiler.reading.groovy.tree import (
    Do,
    Expression,
    ForIn,
    If,
    Leave,
    Return,
    Script,
    Statement,
    Throw,
    Try,
    While,
)

_UNREAD: Final = frozenset({"class", "interface", "enum", "trait", "switch", "do", "synchronized", "@"})


def parse(text: str) -> Script:
    """
    Return the script that `text` is.

    Raises:
        Malformed: it is no Groovy: a string or a bracket has no end.
        Unreadable: it may be Groovy, but not of the kind this grammar reads.
    """
    parser = _Statements(Cursor(tokens(text)))
    statements = parser.statements()
    if parser.cursor.here.kind != "end":
        parser.cursor.refuse("expected a statement")
    return Script(text=text, statements=statements)


class _Statements(Definitions):
    def __init__(self, cursor: Cursor) -> None:
        super().__init__(cursor)
        definitions = dict.fromkeys(("def", "final", "var"), self._defined)
        leaves = dict.fromkeys(("break", "continue"), self._leave)
        imports = dict.fromkeys(("import", "package"), self.imported)
        others = {"if": self._if, "for": self._for, "while": self._while, "try": self._try}
        ends = {"return": self._return, "throw": self._throw}
        self._readers = {**definitions, **leaves, **imports, **others, **ends}

    def statements(self) -> tuple[Statement, ...]:
        found: list[Statement] = []
        self.cursor.skip_lines()
        while not self.cursor.sees("}") and self.cursor.here.kind != "end":
            found.append(self._statement())
            if self.cursor.here.kind not in {"line", "end"} and not self.cursor.sees("}"):
                self.cursor.refuse("expected the end of the statement")
            self.cursor.skip_lines()
        return tuple(found)

    def _statement(self) -> Statement:
        token = self.cursor.here
        if token.text in _UNREAD:
            self.cursor.refuse("this kind of statement is not read")
        reader = self._readers.get(token.text) if token.kind == "name" else None
        if reader is not None:
            return reader()
        if token.kind == "name" and self.declares():
            return self.definition(token.start)
        return self.expression_statement()

    def _defined(self) -> Statement:
        return self.definition(self.cursor.take().start)

    def _while(self) -> Statement:
        start = self.cursor.take().start
        test = self._condition()
        return While(test=test, body=self._branch(), start=start, end=self.cursor.last_end)

    def _return(self) -> Statement:
        start = self.cursor.take().start
        value = None if self._at_end() else self.expression()
        return Return(value=value, start=start, end=self.cursor.last_end)

    def _throw(self) -> Statement:
        start = self.cursor.take().start
        return Throw(exception=self.expression(), start=start, end=self.cursor.last_end)

    def _leave(self) -> Statement:
        token = self.cursor.take()
        return Leave(word=token.text, start=token.start, end=token.end)

    def _at_end(self) -> bool:
        return self.cursor.here.kind in {"line", "end"} or self.cursor.sees("}")

    def _condition(self) -> Expression:
        self.cursor.expect("(")
        self.cursor.skip_lines()
        test = self.expression()
        self.cursor.skip_lines()
        self.cursor.expect(")")
        return test

    def _branch(self) -> tuple[Statement, ...]:
        self.cursor.skip_lines()
        return self._block() if self.cursor.sees("{") else (self._statement(),)

    def _block(self) -> tuple[Statement, ...]:
        self.cursor.skip_lines()
        self.cursor.expect("{")
        self.cursor.deeper()
        body = self.statements()
        self.cursor.expect("}")
        self.cursor.depth -= 1
        return body

    def _if(self) -> Statement:
        start = self.cursor.take().start
        self.cursor.deeper()
        test, body = self._condition(), self._branch()
        otherwise: tuple[Statement, ...] = ()
        if self._follows("else"):
            otherwise = self._branch()
        self.cursor.depth -= 1
        return If(test=test, body=body, otherwise=otherwise, start=start, end=self.cursor.last_end)

    def _follows(self, word: str) -> bool:
        """Pass `word` if it comes next, on this line or a later one; return whether it did."""
        if self.cursor.after_lines().text != word:
            return False
        self.cursor.skip_lines()
        self.cursor.take()
        return True

    def _for(self) -> Statement:
        start = self.cursor.take().start
        self.cursor.expect("(")
        if self._is_in_loop():
            while self.cursor.peek().text not in {"in", ":"}:
                self.cursor.take()
            variable = self.cursor.name()
            self.cursor.take()
            iterable = self.expression()
            self.cursor.expect(")")
            return ForIn(variable=variable, iterable=iterable, body=self._branch(), start=start,
                         end=self.cursor.last_end)  # fmt: skip
        first = () if self.cursor.sees_word(";") else (self._statement(),)
        self.cursor.take()
        test = self.expression()
        self.cursor.take()
        step = Do(expression=(called := self.expression()), start=called.start, end=called.end)
        self.cursor.expect(")")
        return While(test=test, body=self._branch(), first=first, step=(step,), start=start, end=self.cursor.last_end)

    def _is_in_loop(self) -> bool:
        ahead = 0
        while self.cursor.peek(ahead).kind == "name" and self.cursor.peek(ahead).text != "in":
            ahead += 1
        return self.cursor.peek(ahead).text in {"in", ":"}

    def _try(self) -> Statement:
        start = self.cursor.take().start
        body = self._block()
        catches: list[tuple[tuple[str, ...], str, tuple[Statement, ...]]] = []
        while self._follows("catch"):
            self.cursor.expect("(")
            words = [self.cursor.name()]
            while not self.cursor.sees(")"):
                if not self.cursor.accept("|") and not self.cursor.accept("."):
                    words.append(self.cursor.name())
            self.cursor.expect(")")
            caught, name = (words[:-1], words[-1]) if len(words) > 1 else (["Exception"], words[0])
            catches.append((tuple(caught), name, self._block()))
        finally_ = self._block() if self._follows("finally") else ()
        return Try(body=body, catches=tuple(catches), finally_=finally_, start=start, end=self.cursor.last_end)
