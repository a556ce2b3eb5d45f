"""Requests given as commands for curl (https://curl.se/docs/manpage.html)."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from shared.compiler.model.fragment import Method
from shared.compiler.reading.request_lines import method_of

_START: Final = re.compile(r"(?m)^[ \t]*(?:[$#>%][ \t]+)?(?:sudo[ \t]+)?curl(?=[ \t\\])")
_DATA: Final = frozenset(["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"])
_FIELDS: Final = frozenset(["-F", "--form", "--data-urlencode", "--form-string"])
_VALUED: Final = frozenset(
    ["-o", "--output", "-A", "--user-agent", "-b", "--cookie", "-c", "--cookie-jar", "-e", "--referer", "-m",
     "--max-time", "-w", "--write-out", "-x", "--proxy", "-T", "--upload-file", "--cacert", "--cert", "-E", "--key"]
)  # fmt: skip
_MOST_COMMANDS: Final = 50
_LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: the request it makes, its headers, and what it sends (`fields` for forms); `user` says basic."""

    method: Method
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    data: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    user: bool = False


def commands(code: str) -> Iterator[Command]:
    """Yield the commands in `code`; what has no address, or cannot be taken apart, is left out."""
    starts = [found.start() for found in _START.finditer(code)][:_MOST_COMMANDS]
    for start, end in pairwise([*starts, len(code)]):
        found = _command(_tokens(_START.sub("", code[start:end], count=1)[:_LONGEST]))
        if found is not None:
            yield found


def _tokens(text: str) -> list[str]:
    joined = re.sub(r"[\\^][ \t]*\n", " ", text)
    try:
        return shlex.split(_first_command(joined))
    except ValueError:  # an open quote: documentation forgets them
        return joined.replace('"', " ").replace("'", " ").split()


def _first_command(text: str) -> str:
    """Return `text` up to the line on which its quotes are closed, for what follows is output or another command."""
    taken: list[str] = []
    for line in text.split("\n"):
        taken.append(line)
        whole = "\n".join(taken)
        if (
            whole.strip()
            and whole.replace("\\'", "").count("'") % 2 == 0
            and whole.replace('\\"', "").count('"') % 2 == 0
        ):
            return whole
    return text


def _command(tokens: list[str]) -> Command | None:
    given: dict[str, list[str]] = {"-X": [], "-H": [], "-d": [], "-F": [], "-u": [], "url": [], "-G": []}
    waiting = iter(tokens)
    for token in waiting:
        key, value = _option(token)
        if key in given or not token.startswith("-"):
            given[key or "url"].append(value or next(waiting, "") if key and key != "-G" else token)
        elif token in _VALUED:
            next(waiting, None)
    url = next((each for each in given["url"] if re.match(r"https?://|[\w.$<{\[/-]+/", each)), "")
    if not url:
        return None
    data = given["-d"]
    default = "POST" if (data or given["-F"]) and not given["-G"] else "GET"
    return Command(
        method=method_of((given["-X"] or [default])[0]) or "GET",
        url=url,
        headers=tuple(
            (name.strip(), value.strip()) for name, _, value in (each.partition(":") for each in given["-H"])
        ),
        data=data[0] if data and data[0].lstrip().startswith(("{", "[")) else "",
        fields=tuple(_pairs(data)) + tuple(_pairs(given["-F"])),
        user=bool(given["-u"]),
    )


def _option(token: str) -> tuple[str, str]:
    """Return the option that `token` is, in its short form, and the value written in the same token."""
    name, _, value = token.partition("=") if token.startswith("--") else (token, "", "")
    known = {"--request": "-X", "-X": "-X", "--header": "-H", "-H": "-H", "-u": "-u", "--user": "-u",
             "--url": "url", "-G": "-G", "--get": "-G"}  # fmt: skip
    if name in known:
        return known[name], value
    if name in _DATA | _FIELDS:
        return ("-d" if name in _DATA else "-F"), value
    if not token.startswith("--") and token[:2] in {"-X", "-H", "-d", "-F", "-u"}:
        return token[:2], token[2:]
    return "", ""


def _pairs(parts: list[str]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if not part.lstrip().startswith(("{", "[", "@", "<")):
            pairs = (pair.partition("=") for pair in part.split("&"))
            yield from ((name, value) for name, _, value in pairs if re.fullmatch(r"[\w.\[\]-]{1,60}", name))
