"""The documents that came together, as files that refer to each other by relative names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from posixpath import basename, dirname, join, normpath
from typing import Any, Final
from urllib.parse import unquote

from shared.compiler.reading.documents import Document, load

_OUTSIDE: Final = re.compile(rb"""\$ref["']?\s*:\s*["']?[^#"'\s]""")
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")


class Parts:
    """
    The documents by name, loaded when another one first refers to them.

    `used` are the names of those that were referred to. Nothing outside the documents given is ever opened.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {slashed(each.name): each for each in documents}
        self._roots: dict[str, Any] = {}
        self.used: set[str] = set()

    def may_refer(self, document: Document) -> bool:
        """Return whether `document` seems to refer to another one (UTF-8 only, the rest is not worth a search)."""
        return len(self._documents) > 1 and _OUTSIDE.search(document.data) is not None

    def named(self, reference: str, referrer: str) -> str | None:
        """
        Return the name of the document that `reference`, used in the document `referrer`, leads to, if it was given.

        `reference` is a relative reference without its fragment (RFC 3986, section 4.2).
        """
        if _ELSEWHERE.match(reference):
            return None
        path = unquote(reference.partition("?")[0])
        wanted = normpath(join(dirname(slashed(referrer)), slashed(path)))
        return wanted if wanted in self._documents else self._flat(wanted)

    def _flat(self, wanted: str) -> str | None:
        """Return the document of that last name where documents came without their folders."""
        found = basename(wanted)
        return found if found in self._documents and all("/" not in name for name in self._documents) else None

    def mention(self, reference: str, referrer: str) -> None:
        """Count the document that `reference` leads to as used, though nothing in it is read."""
        if (name := self.named(reference, referrer)) is not None:
            self.used.add(self._documents[name].name)

    def given(self, name: str) -> str:
        """Return the name under which the document came."""
        return self._documents[name].name

    def data(self, name: str) -> bytes:
        """Return the bytes of the document called `name`."""
        return self._documents[name].data

    def root(self, name: str) -> object:
        """Return what the document called `name` holds, None when it cannot be read."""
        if name not in self._roots:
            self._roots[name] = load(self._documents[name]).root
        self.used.add(self._documents[name].name)
        return self._roots[name]


def slashed(name: str) -> str:
    """Return `name` with plain slashes and no detours."""
    return normpath(name.replace("\\", "/")) if name else name
