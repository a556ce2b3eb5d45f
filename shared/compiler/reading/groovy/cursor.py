"""Where a parser stands in its tokens, and how it says that it cannot go on."""

from __future__ import annotations

from typing import Final, NoReturn

from shared.compiler.reading.groovy.tokens import Token

DEEPEST: Final = 40


class Unreadable(Exception):  # noqa: N818 - it says what the text is
    """The text may be Groovy, but not of the kind this grammar reads; `offset` is where that shows."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


class Cursor:
    """A place in a sequence of tokens; `depth` counts the brackets and blocks around it."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._at = 0
        self.depth = 0

    @property
    def here(self) -> Token:
        """The token that comes next, a line end too."""
        return self._tokens[self._at]

    @property
    def last_end(self) -> int:
        """The offset after the token taken last."""
        return self._tokens[self._at - 1].end if self._at else 0

    def peek(self, ahead: int = 1) -> Token:
        """Return the token `ahead` places further on, the last one beyond the end."""
        return self._tokens[min(self._at + ahead, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Return the next token and pass it."""
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def sees(self, *signs: str) -> bool:
        """Return True when one of `signs` comes next."""
        return self.here.kind == "sign" and self.here.text in signs

    def sees_word(self, *words: str) -> bool:
        """Return True when one of `words` comes next."""
        return self.here.kind == "name" and self.here.text in words

    def accept(self, sign: str) -> bool:
        """Pass `sign` if it comes next; return whether it did."""
        found = self.sees(sign)
        if found:
            self.take()
        return found

    def expect(self, sign: str) -> Token:
        """Return `sign` and pass it; raises Unreadable when something else comes next."""
        if not self.sees(sign):
            self.refuse(f"expected `{sign}`")
        return self.take()

    def name(self) -> str:
        """Return the name that comes next and pass it; raises Unreadable when something else does."""
        if self.here.kind != "name":
            self.refuse("expected a name")
        return self.take().text

    def skip_lines(self) -> None:
        """Pass line ends and semicolons."""
        while self.here.kind == "line":
            self.take()

    def after_lines(self) -> Token:
        """Return the next token that is no line end."""
        ahead = 0
        while self.peek(ahead).kind == "line" and self.peek(ahead).text == "\n":
            ahead += 1
        return self.peek(ahead)

    def deeper(self) -> None:
        """Enter a bracket or block; raises Unreadable beyond 40 of them."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(f"more than {DEEPEST} blocks and brackets inside each other")

    def refuse(self, reason: str) -> NoReturn:
        """Raise Unreadable for `reason`, here."""
        shown = self.here.text.strip() or "the end of the line"
        message = f"{reason}, not `{shown}`"
        raise Unreadable(message, self.here.start)
