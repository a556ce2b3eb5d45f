"""
Groovy text as tokens: https://groovy-lang.org/syntax.html.

What fails here is wrong in any dialect of Groovy: a string or comment without an end, a bracket without its partner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

MOST_CHARACTERS: Final = 1_000_000
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}
_TOKEN: Final = re.compile(
    r"""(?P<skip>[ \t\r\f]+|\\\r?\n|//[^\n]*|/\*.*?\*/|\A\#![^\n]*)
    |(?P<line>\n|;)
    |(?P<number>0[xX][0-9a-fA-F_]+[lLgGiI]?|[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?[lLgGiIdDfF]?)
    |(?P<name>[^\W\d]\w*|\$\w*(?!/))
    |(?P<quote>'''|\"\"\"|'|")
    |(?P<sign><=>|===|!==|\*\*=|\?\?=|>>>|\.\.<|\*\*|\?\.|\*\.|\.&|\?:|->|\+\+|--|==~|=~|==|!=|<=|>=|&&|\|\||<<|>>|\.\.
       |\+=|-=|\*=|/=|%=|\?=|\?\[|[-+*/%=<>!?:.,(){}\[\]&|^~@])""",
    re.DOTALL | re.VERBOSE,
)
_OPERAND_ENDS: Final = frozenset({")", "]", "}"})
_OPERATOR_WORDS: Final = frozenset({"return", "in", "as", "instanceof", "throw", "assert", "else"})

Kind = Literal["name", "number", "text", "template", "sign", "line", "end"]

_KINDS: Final[dict[str, Kind]] = {"line": "line", "number": "number", "name": "name", "sign": "sign"}


class Malformed(Exception):  # noqa: N818 - it says what the text is
    """The text is no Groovy; `offset` is where that shows."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a template: plain text, or the code of a value, found at `offset`."""

    text: str
    code: bool
    offset: int


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `value` is the text of a string, `pieces` what a template is made of."""

    kind: Kind
    text: str
    start: int
    end: int
    value: str = ""
    pieces: tuple[Piece, ...] = ()


def tokens(text: str) -> tuple[Token, ...]:
    """
    Return the tokens of `text`, the last of kind `end`.

    Raises:
        Malformed: something has no end or no partner, or is no Groovy character.
    """
    if len(text) > MOST_CHARACTERS:
        message = f"a script has at most {MOST_CHARACTERS} characters"
        raise Malformed(message, MOST_CHARACTERS)
    found = (*_scanned(text), Token("end", "", len(text), len(text)))
    _check_pairs(found)
    return found


def _check_pairs(found: tuple[Token, ...]) -> None:
    opened: list[Token] = []
    for token in found:
        if token.kind != "sign":
            continue
        if token.text in "([{" or token.text == "?[":
            opened.append(token)
        elif token.text in _PAIRS and (not opened or opened.pop().text[-1] != _PAIRS[token.text]):
            reason = f"`{token.text}` closes nothing"
            raise Malformed(reason, token.start)
    if opened:
        reason = f"`{opened[-1].text}` is never closed"
        raise Malformed(reason, opened[-1].start)


def _scanned(text: str) -> Iterator[Token]:
    place, before = 0, Token("line", "", 0, 0)
    while place < len(text):
        token = _next(text, place, before)
        if token is not None and token.text:
            yield token
            before = token
        place = token.end if token is not None else _after_skipped(text, place)


def _after_skipped(text: str, place: int) -> int:
    found = _TOKEN.match(text, place)
    return found.end() if found else place + 1


def _next(text: str, place: int, before: Token) -> Token | None:
    """Return the token at `place`; None for what is no token, such as a blank."""
    if text[place] == "/" and text[place + 1 : place + 2] not in ("/", "*") and not _ends_operand(before):
        return _slashy(text, place)
    found = _TOKEN.match(text, place)
    if found is None or text.startswith("/*", place, found.end()) is not text.startswith("/*", place):
        reason = "a comment has no end" if text.startswith("/*", place) else f"`{text[place]}` is no Groovy"
        raise Malformed(reason, place)
    if found.lastgroup == "quote":
        return _quoted(text, place, found[0])
    kind = _KINDS.get(found.lastgroup or "")
    return Token(kind, found[0], place, found.end()) if kind else None


def _ends_operand(token: Token) -> bool:
    if token.kind == "name":
        return token.text not in _OPERATOR_WORDS
    return token.kind in {"number", "text", "template"} or token.text in _OPERAND_ENDS


def _slashy(text: str, place: int) -> Token:
    end = place + 1
    while end < len(text) and text[end] != "/":
        end += 2 if text.startswith("\\/", end) else 1
    if end >= len(text):
        reason = "a string has no end"
        raise Malformed(reason, place)
    return Token("text", text[place : end + 1], place, end + 1, text[place + 1 : end].replace("\\/", "/"))


def _quoted(text: str, place: int, quote: str) -> Token:
    pieces: list[Piece] = []
    plain: list[str] = []
    at = began = place + len(quote)
    while not text.startswith(quote, at):
        if at >= len(text) or (text[at] == "\n" and len(quote) == 1):
            reason = "a string has no end"
            raise Malformed(reason, place)
        if quote[0] == '"' and text[at] == "$" and (code := _code(text, at)) is not None:
            pieces += (Piece("".join(plain), code=False, offset=began), code[0])
            plain, at = [], code[1]
            began = at
            continue
        character, at = _character(text, at)
        plain.append(character)
    end = at + len(quote)
    if not pieces:
        return Token("text", text[place:end], place, end, "".join(plain))
    pieces.append(Piece("".join(plain), code=False, offset=began))
    return Token("template", text[place:end], place, end, pieces=tuple(pieces))


def _code(text: str, at: int) -> tuple[Piece, int] | None:
    if text.startswith("${", at):
        depth, end = 1, at + 2
        while end < len(text) and depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        if depth:
            reason = "a value in a string has no end"
            raise Malformed(reason, at)
        return Piece(text[at + 2 : end - 1], code=True, offset=at + 2), end
    found = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*").match(text, at + 1)
    return (Piece(found[0], code=True, offset=at + 1), found.end()) if found else None


def _character(text: str, at: int) -> tuple[str, int]:
    if text[at] != "\\" or at + 1 >= len(text):
        return text[at], at + 1
    sign = text[at + 1]
    if sign == "u" and re.fullmatch(r"[0-9a-fA-F]{4}", text[at + 2 : at + 6]):
        return chr(int(text[at + 2 : at + 6], 16)), at + 6
    return _ESCAPES.get(sign, sign), at + 2
