"""A last look at printed files, as bytes and not as the trees they came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

_MANIFESTS: Final = frozenset({"connector.manifest.yaml", "connector.manifest.json"})
_ENDINGS: Final = (".groovy", ".yaml")
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_TOKEN: Final = re.compile(
    r"'''(?:[^\\]|\\.)*?'''|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|//[^\n]*|/\*.*?\*/|['\"(){}\[\]]", re.DOTALL
)
_LISTED: Final = re.compile(r"^\s*(?:-\s+)?\"?script\"?:\s*\"?/([^\s\",]+)", re.MULTILINE)


def problems(files: Mapping[str, str]) -> tuple[str, ...]:
    """
    Return what is wrong with the files of a connector, one sentence each; nothing is the only acceptable answer.

    Scripts are ASCII with LF line ends and one final newline, their brackets and quotes pair up, and the manifest, of
    which there is one, lists each script that is there and no other.
    """
    manifests = [path for path in files if path in _MANIFESTS]
    if len(manifests) != 1:
        return (f"there are {len(manifests)} manifests",)
    manifest = manifests[0]
    scripts = {path: text for path, text in files.items() if path.endswith(_ENDINGS) and path != manifest}
    listed = _LISTED.findall(files.get(manifest, ""))
    found = [f"{path}: {problem}" for path, text in scripts.items() for problem in problems_of(text)]
    found += [f"{manifest} lists {path}, which is not there" for path in listed if path not in scripts]
    found += [f"{path} is not listed in {manifest}" for path in scripts if path not in listed]
    found += [f"{manifest} lists {path} twice" for path in sorted({p for p in listed if listed.count(p) > 1})]
    return tuple(found)


def problems_of(text: str) -> Iterator[str]:
    """Yield what is wrong with one script."""
    if not text.isascii():
        yield "it is not ASCII"
    if "\r" in text or "\t" in text:
        yield "it holds carriage returns or tabs"
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield "it does not end with one newline"
    if (place := unpaired(text)) is not None:
        yield f"a bracket or quote has no partner at line {text.count(chr(10), 0, place) + 1}"


def unpaired(text: str) -> int | None:
    """Return the place of the first bracket or quote without its partner."""
    opened: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(text):
        sign, place = token[0], token.start()
        if sign in "([{":
            opened.append((sign, place))
        elif (sign in _PAIRS and (not opened or opened.pop()[0] != _PAIRS[sign])) or sign in ("'", '"'):
            return place
    return opened[-1][1] if opened else None
