"""What stands between operators: literals and names, and what follows them by dots and brackets."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.reading.groovy.brackets import Brackets
from shared.compiler.reading.groovy.cursor import Cursor
from shared.compiler.reading.groovy.tokens import Piece, Token, tokens
from shared.compiler.reading.groovy.tree import (
    Call,
    CallValue,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    New,
    Template,
)

_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
_DOTS: Final = (".", "?.", "*.", ".&")
_SUFFIX: Final = re.compile(r"[lLgGiIdDfF]$")


class Operands(Brackets):
    """Reads operands; expressions and statements are read by those who build on it."""

    def operand(self) -> Expression:
        """Return the operand that comes next, with every call, property and element that follows it."""
        return self._followed(self._primary())

    def _primary(self) -> Expression:
        token = self.cursor.here
        if token.kind in {"number", "text"}:
            self.cursor.take()
            value = number(token.text) if token.kind == "number" else token.value
            return Literal(value=value, start=token.start, end=token.end)
        if token.kind == "template":
            return self._template(self.cursor.take())
        if token.kind == "name":
            return self._named()
        if token.text not in {"(", "[", "{"}:
            self.cursor.refuse("expected a value")
        readers = {"(": self.parenthesised, "[": self.collection, "{": self.closure}
        return readers[token.text]()

    def _named(self) -> Expression:
        token = self.cursor.take()
        if token.text == "new":
            return self._new(token)
        if token.text in _WORDS:
            return Literal(value=_WORDS[token.text], start=token.start, end=token.end)
        if self.cursor.sees("("):
            return self._call(None, token, token.start)
        if self.cursor.sees("{"):
            body = self.closure()
            return Call(
                target=None,
                name=token.text,
                name_at=token.start,
                arguments=(body,),
                start=token.start,
                end=body.end,
            )
        return Name(name=token.text, start=token.start, end=token.end)

    def _template(self, token: Token) -> Template:
        pieces = tuple(self._piece(piece) for piece in token.pieces if piece.code or piece.text)
        return Template(pieces=pieces, start=token.start, end=token.end)

    def _piece(self, piece: Piece) -> Expression:
        if not piece.code:
            return Literal(value=piece.text, start=piece.offset, end=piece.offset + len(piece.text))
        outer, self.cursor = self.cursor, Cursor(tokens(piece.text))
        self.cursor.depth = outer.depth + 1
        try:
            return self.expression()
        finally:
            self.cursor = outer

    def _new(self, word: Token) -> Expression:
        path = [self.cursor.name()]
        while self.cursor.accept("."):
            path.append(self.cursor.name())
        self.skip_generics()
        arguments, _ = self.arguments() if self.cursor.sees("(") else ((), ())
        return New(type=".".join(path), arguments=arguments, start=word.start, end=self.cursor.last_end)

    def _followed(self, found: Expression) -> Expression:
        while True:
            dotted = self.cursor.after_lines()
            if dotted.kind == "sign" and dotted.text in _DOTS:
                self.cursor.skip_lines()
                found = self._dotted(found)
            elif self.cursor.sees("[", "?["):
                found = self._indexed(found)
            elif self.cursor.sees("("):
                arguments, _ = self.arguments()
                found = CallValue(target=found, arguments=arguments, start=found.start, end=self.cursor.last_end)
            else:
                return found

    def _dotted(self, target: Expression) -> Expression:
        dot = self.cursor.take()
        if dot.text == ".&":
            self.cursor.refuse("a method pointer is not read")
        safe, spread = dot.text == "?.", dot.text == "*."
        token = self.cursor.take()
        if token.kind not in {"name", "text"}:
            self.cursor.refuse("expected the name of a property or method")
        name = token.value if token.kind == "text" else token.text
        if self.cursor.sees("(", "{"):
            called = self._call(target, token, target.start)
            return Call(target=target, name=name, name_at=token.start, arguments=called.arguments, named=called.named,
                        safe=safe, spread=spread, start=target.start, end=called.end)  # fmt: skip
        return Member(target=target, name=name, safe=safe, spread=spread, start=target.start, end=token.end)

    def _indexed(self, target: Expression) -> Expression:
        self.cursor.take()
        self.cursor.deeper()
        key = self.expression()
        self.cursor.expect("]")
        self.cursor.depth -= 1
        return Index(target=target, key=key, start=target.start, end=self.cursor.last_end)

    def _call(self, target: Expression | None, name: Token, start: int) -> Call:
        arguments, named = self.arguments() if self.cursor.sees("(") else ((), ())
        while self.cursor.sees("{"):
            arguments = (*arguments, self.closure())
        return Call(target=target, name=name.text, name_at=name.start, arguments=arguments, named=named, start=start,
                    end=self.cursor.last_end)  # fmt: skip


def number(text: str) -> int | float:
    """Return the number that `text` writes."""
    plain = text.replace("_", "")
    if plain[:2].lower() == "0x":
        return int(plain.rstrip("lLgGiI"), 16)
    plain = _SUFFIX.sub("", plain)
    return float(plain) if re.search(r"[.eE]", plain) else int(plain)
