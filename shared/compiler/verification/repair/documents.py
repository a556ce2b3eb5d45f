"""
Mend operation documents in YAML: the offending entry is taken out or completed, every other byte stays.

Entries are found by their lines; a document whose entries do not stand on lines of their own (`{a: b}`) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from shared.compiler.verification.framework.loading import Violation
from shared.compiler.verification.load.bundle import Bundle, source_of
from shared.compiler.verification.load.check import checked
from shared.compiler.verification.load.findings import diagnostics_of
from shared.compiler.verification.repair.edits import Edit
from shared.compiler.verification.repair.mending import Mended, count_errors, unknown_of
from shared.compiler.verification.repair.messages import complaint
from shared.compiler.verification.sources import Source

_MOST_CHANGES: Final = 50
_ENTRY: Final = re.compile(r"^(?P<before> *(?:- +)*)[\"']?(?P<key>[\w.-]+)[\"']? *:(?P<value>[^\n]*)$", re.MULTILINE)
_QUOTES: Final = "\"'"

Found = re.Match[str]


def mended_document(script: Source, messages: Sequence[str], others: Iterable[Source] = ()) -> Mended:
    """
    Return the document `script` with what `messages`, the framework's, complain of mended, as far as that can be told.

    `others` are scripts in Groovy of the same connector, evaluated with it.
    """
    around = tuple(others)
    complaints = [complaint(message) for message in messages if message.strip()]
    wanted = {code for each in complaints for code in each.codes}
    text, reasons = script.text, list[str]()
    for _ in range(_MOST_CHANGES):
        step = _step(Source(script.path, script.phase, text), wanted, around)
        if step is None:
            break
        violation, edit = step
        text = edit.applied(text)
        reasons.append(f"{violation.code}: {violation.message}")
    left = diagnostics_of(_violations(Source(script.path, script.phase, text), around), {script.path: text})
    return Mended(text=text, reasons=tuple(reasons), left=left, unknown=unknown_of(complaints))


def _step(script: Source, wanted: set[str], others: tuple[Source, ...]) -> tuple[Violation, Edit] | None:
    before = _violations(script, others)
    for violation in (it for it in before if it.code in wanted):
        for edit in _MENDS.get(violation.code, _nothing)(script.text, violation):
            after = _violations(Source(script.path, script.phase, edit.applied(script.text)), others)
            if count_errors(after) < count_errors(before):
                return violation, edit
    return None


def _violations(script: Source, others: tuple[Source, ...]) -> tuple[Violation, ...]:
    bundle = Bundle()
    source = source_of(bundle, script.path, script.phase, script.text)
    _, found = checked((*others, source), whole=False)
    return (*bundle.violations, *(it for it in found if it.place.script == script.path))


def _nothing(_text: str, _violation: Violation) -> Iterator[Edit]:
    yield from ()


def _entries(text: str, key: str) -> Iterator[Found]:
    return (it for it in _ENTRY.finditer(text) if it["key"] == key)


def _without_entry(text: str, violation: Violation) -> Iterator[Edit]:
    """Yield the removal of each entry of that key, with all that is inside it."""
    for found in _entries(text, violation.subject):
        column, begins = len(found["before"]), found.start() + len(found["before"])
        ends, follows = _end(text, found.end(), column)
        if "-" not in found["before"]:
            yield Edit(found.start(), ends, "")
        elif follows == column:  # the next entry of the same element takes its place after the dash
            yield Edit(begins, ends + column, "")


def _end(text: str, at: int, column: int) -> tuple[int, int]:
    """Return where the lines deeper than `column` end after `at`, and how deep the next line is; -1 for none."""
    position = text.find("\n", at) + 1
    while 0 < position < len(text):
        line = text[position : text.find("\n", position)] if "\n" in text[position:] else text[position:]
        depth = len(line) - len(line.lstrip(" "))
        if line.strip() and depth <= column:
            return position, -1 if line.lstrip(" ").startswith("-") and depth < column else depth
        position += len(line) + 1
    return len(text), -1


def _with_method(text: str, _violation: Violation) -> Iterator[Edit]:
    """Yield the insertion of the usual method before the path of each request."""
    method = "POST" if next(_entries(text, "create"), None) else "PATCH"
    for found in _entries(text, "path"):
        column = len(found["before"])
        at = found.start() + column
        yield Edit(at, at, f"method: {method}\n{' ' * column}")


def _value(key: str, change: Callable[[str, Violation], str]) -> Callable[[str, Violation], Iterator[Edit]]:
    """Return the mend that changes the value of each entry of `key`."""

    def mend(text: str, violation: Violation) -> Iterator[Edit]:
        for found in _entries(text, key):
            written = found["value"].strip()
            changed = change(written.strip(_QUOTES), violation)
            quote = written[:1] if written[:1] in _QUOTES else ""
            at = found.start("value") + found["value"].find(written)
            yield Edit(at, at + len(written), f"{quote}{changed}{quote}")

    return mend


def _relative(path: str, _violation: Violation) -> str:
    return path.lstrip("/")


def _identified(path: str, violation: Violation) -> str:
    return path.replace(violation.subject, "{id}") if path.count("{") == 1 and violation.subject else path


_MENDS: Final[dict[str, Callable[[str, Violation], Iterator[Edit]]]] = {
    "LOD036": _value("contentType", lambda _kind, _violation: "application/json"),
    "LOD045": _without_entry,
    "LOD047": _with_method,
    "LOD063": _value("path", _identified),
    "LOD064": _value("path", _relative),
}
