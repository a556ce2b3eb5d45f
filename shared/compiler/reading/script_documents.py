"""Scripts as documents in YAML: which documents are such."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shared.compiler.reading.documents import Document, load

WHOLE: Final = frozenset({"objectClasses", "relationships"})
"""The root keys of another form in YAML, which says everything about classes or relationships in one document."""
_HEADS: Final = frozenset({"objectClass", "authentication", "search", "create", "update", "delete"}) | WHOLE


def is_mapping_document(text: str) -> bool:
    """Return True when `text` is a document in YAML whose root is a mapping that says what a script can say."""
    root = root_of("script.yaml", text)
    return isinstance(root, Mapping) and not _HEADS.isdisjoint(root)


def root_of(name: str, text: str) -> Any:  # noqa: ANN401 - a document in YAML, whatever it holds
    """Return what a document in YAML or JSON holds; None for one that is neither."""
    return load(Document(name=name, data=text.encode("utf-8", "surrogatepass"))).root
