"""Merges of single values, and values to draw."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from shared.domain.merging.merge import merged
from shared.domain.merging.outcome import Merged
from shared.domain.merging.rules import Rules
from shared.domain.merging.values import MISSING, Chunk, CodeFile, Document, Inputs, Sides, Value

SCALARS: st.SearchStrategy[Any] = st.sampled_from([None, True, False, 0, 1, 1.0, 2, 2**60 + 1, float(2**60), "", "x"])
NAMES = st.sampled_from(["a", "b", "c", "/", "~1"])
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
VALUES: st.SearchStrategy[Any] = JSON | st.just(MISSING)

ELEMENTS = st.fixed_dictionaries({"name": NAMES}, optional={"description": st.sampled_from("pqr"), "n": SCALARS})
KEYED: st.SearchStrategy[Any] = st.lists(ELEMENTS, max_size=4, unique_by=lambda each: each["name"])

LINES = st.lists(st.sampled_from(["one\n", "two\n", "}\n", "three\n"]), max_size=8).map("".join)
FILES: st.SearchStrategy[Any] = st.builds(CodeFile, LINES) | st.just(MISSING)

FIELDS = st.fixed_dictionaries(
    {"summary": st.sampled_from("pqr"), "metadata": st.dictionaries(NAMES, SCALARS, max_size=2)}
)
CHUNKS = st.dictionaries(st.sampled_from(["c1", "c2", "c3"]), st.builds(Chunk, st.sampled_from("xyz"), FIELDS))
DOCUMENTS: st.SearchStrategy[Any] = st.builds(
    Document, st.sampled_from(["v1", "v1", "v2"]), st.fixed_dictionaries({"filename": NAMES}), CHUNKS
) | st.just(MISSING)


def merge_value(base: Value, ours: Value, theirs: Value, rules: Rules | None = None, key: str = "k") -> Merged:
    return merged(Inputs(data={key: Sides(base, ours, theirs)}), rules or Rules())


def merge_document(base: Value, ours: Value, theirs: Value, rules: Rules | None = None) -> Merged:
    return merged(Inputs(docs={"d": Sides(base, ours, theirs)}), rules or Rules())


def merge_file(base: Value, ours: Value, theirs: Value, rules: Rules | None = None) -> Merged:
    return merged(Inputs(code={"f": Sides(base, ours, theirs)}), rules or Rules())


def told(found: Merged) -> list[tuple[str, str]]:
    """Return the path and the kind of each conflict."""
    return [(each.path, each.kind) for each in found.conflicts]
