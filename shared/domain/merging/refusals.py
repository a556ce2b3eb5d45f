"""Requests for a merge that can never succeed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from shared.domain.merging.paths import zone_of
from shared.domain.merging.rules import ListKey, PathStrategy, Resolution, Rules
from shared.kernel.errors import Invalid

_OTHER_STARS: Final = re.compile(r"\*{3}")
_OTHER_ESCAPES: Final = re.compile(r"~(?![01])")
_Refused = tuple[str, str, str]


def refusal(message: str, *pointers: str, code: str = "validation_failed") -> Invalid:
    """Return the error about those places of the request, each a JSON Pointer."""
    errors = [{"pointer": each, "code": code.replace("_", "-"), "message": message} for each in pointers]
    return Invalid(f"{', '.join(pointers)}: {message}", code=code, facts={"errors": errors})


def check(rules: Rules) -> None:
    """
    Refuse rules that make no sense, whatever is merged.

    Raises:
        Invalid: a path names no unit (`unknown_path`), a pattern names no zone (`bad_pattern`), or a resolution brings
            what it does not take, or is given twice (`validation_failed`); `errors` say where.
    """
    for code, message, pointer in _refused(rules):
        raise refusal(message, pointer, code=code)


def _refused(rules: Rules) -> Iterator[_Refused]:
    for number, strategy in enumerate(rules.path_strategies):
        yield from _pattern(strategy, f"/pathStrategies/{number}")
    for number, key in enumerate(rules.list_keys):
        yield from _list_key(key, f"/listKeys/{number}")
    seen: set[str] = set()
    for number, resolution in enumerate(rules.resolutions):
        yield from _resolution(resolution, seen, f"/resolutions/{number}")
        seen.add(resolution.path)


def _pattern(strategy: PathStrategy, pointer: str) -> Iterator[_Refused]:
    if zone_of(strategy.pattern) is None or _OTHER_STARS.search(strategy.pattern):
        yield "bad_pattern", "a pattern names a zone, and knows * and **, as code:/generated/**", f"{pointer}/pattern"


def _list_key(key: ListKey, pointer: str) -> Iterator[_Refused]:
    if zone_of(key.path) not in {"data", "env"} or _OTHER_ESCAPES.search(key.path):
        yield "unknown_path", "a list lies in a data key or in the environment", f"{pointer}/path"
    if not key.fields or not all(key.fields):
        yield "validation_failed", "a key has a name", f"{pointer}/key"


def _resolution(resolution: Resolution, seen: Iterable[str], pointer: str) -> Iterator[_Refused]:
    zone = zone_of(resolution.path)
    if zone is None or (zone != "code" and _OTHER_ESCAPES.search(resolution.path)):
        yield "unknown_path", "a path names a unit, as code:/User.groovy", f"{pointer}/path"
    if resolution.path in seen:
        yield "validation_failed", "there is another resolution of this path", f"{pointer}/path"
    if resolution.take != "value" and (resolution.is_given or resolution.content is not None):
        yield "validation_failed", f"nothing is to be given when {resolution.take} is taken", f"{pointer}/take"
