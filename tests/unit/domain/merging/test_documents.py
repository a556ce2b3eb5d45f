"""Documents: chunk by chunk where they were cut alike, and never a mixture of two cuttings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.merging.outcome import Stats
from shared.domain.merging.rules import Resolution, Rules
from shared.domain.merging.values import MISSING, Chunk, Document, Value
from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json
from tests.unit.domain.merging.drivers import merge_document, told


def chunk(content: str, summary: str = "", **metadata: Json) -> Chunk:
    return Chunk(content, {"summary": summary, "metadata": metadata})


def document(version: str = "v1", **chunks: Chunk) -> Document:
    return Document(version, {"filename": "api.md", "url": ""}, chunks)


BASE = document(a=chunk("a"), b=chunk("b"), c=chunk("c", title="C"))


def test_chunks_and_their_metadata_are_merged_apart() -> None:
    ours = replace(
        document(a=chunk("a2"), b=chunk("b"), c=chunk("c", title="C", ours=True)),
        fields={"filename": "ours.md", "url": ""},
    )
    theirs = document(a=chunk("a", "new"), c=chunk("c", title="C", theirs=True), d=chunk("d"))

    found = merge_document(BASE, ours, theirs)

    assert found.conflicts == ()
    assert found.docs == {
        "d": Document(
            "v1",
            {"filename": "ours.md", "url": ""},
            {"a": chunk("a2", "new"), "c": chunk("c", title="C", ours=True, theirs=True), "d": chunk("d")},
        )
    }
    assert found.stats == Stats(taken_from_source=4, kept_from_target=3)


def test_a_chunk_of_the_source_stands_where_it_stood() -> None:
    ours = document(a=chunk("a2"), b=chunk("b"), c=chunk("c", title="C"))
    theirs = document(z=chunk("z"), a=chunk("a"), x=chunk("x"), y=chunk("y"), b=chunk("b"), c=chunk("c", title="C"))

    found = merge_document(BASE, ours, theirs).docs["d"]

    assert isinstance(found, Document)
    assert list(found.chunks) == ["z", "a", "x", "y", "b", "c"]


def test_conflicts_of_chunks() -> None:
    ours = document(a=chunk("ours", "x"), b=chunk("b2"), c=chunk("c", title="ours"), d=chunk("d", "1"))
    theirs = document(a=chunk("theirs", "y"), c=chunk("c", title="theirs"), d=chunk("d", "2"))

    found = merge_document(BASE, ours, theirs)

    assert told(found) == [
        ("docs:/a/content", "modifyModify"),
        ("docs:/a/summary", "modifyModify"),
        ("docs:/b", "modifyDelete"),
        ("docs:/c/metadata/title", "modifyModify"),
        ("docs:/d/summary", "addAdd"),
    ]
    assert {each.path: each.choices for each in found.conflicts} == {
        "docs:/a/content": ("ours", "theirs", "base", "value"),
        "docs:/a/summary": ("ours", "theirs", "base", "value"),
        "docs:/b": ("ours", "theirs", "base", "value", "delete"),
        "docs:/c/metadata/title": ("ours", "theirs", "base", "value", "delete"),
        "docs:/d/summary": ("ours", "theirs", "value"),
    }
    assert {each.unit for each in found.conflicts} == {"d"}


RECUT = document("v2", p=chunk("p"), q=chunk("q"))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "kind"),
    [
        (BASE, document(a=chunk("a2"), b=chunk("b"), c=chunk("c", title="C")), RECUT, "modifyModify"),
        (BASE, RECUT, document("v2", p=chunk("p")), "modifyModify"),
        (BASE, document("v1", a=chunk("a")), MISSING, "modifyDelete"),
        (BASE, MISSING, RECUT, "deleteModify"),
        (MISSING, BASE, RECUT, "addAdd"),
    ],
    ids=["one cut anew", "both cut anew", "one gone", "gone here", "both added"],
)
def test_a_document_that_was_cut_anew_is_the_unit(base: Value, ours: Value, theirs: Value, kind: str) -> None:
    found = merge_document(base, ours, theirs)

    assert told(found) == [("docs:/@d", kind)]
    assert "value" not in found.conflicts[0].choices
    taken = merge_document(base, ours, theirs, Rules(resolutions=(Resolution(path="docs:/@d", take="theirs"),)))
    assert taken.docs == {"d": theirs}


def test_a_document_cut_anew_on_one_side_is_taken_whole() -> None:
    assert merge_document(BASE, BASE, RECUT).docs == {"d": RECUT}
    assert merge_document(BASE, RECUT, BASE).docs == {}
    assert merge_document(BASE, RECUT, RECUT).docs == {}


def test_answers_bring_texts_and_values() -> None:
    ours = document(a=chunk("ours"), b=chunk("b2", "mine"), c=chunk("c", title="ours"))
    theirs = document(a=chunk("theirs"), c=chunk("c", title="theirs"))
    answers = (
        Resolution(path="docs:/a/content", take="value", content="both"),
        Resolution(path="docs:/b", take="value", content="b3"),
        Resolution(path="docs:/c/metadata/title", take="value", value=None),
    )

    found = merge_document(BASE, ours, theirs, Rules(resolutions=answers))

    assert found.conflicts == ()
    assert found.docs == {"d": document(a=chunk("both"), b=chunk("b3", "mine"), c=chunk("c", title=None))}


@pytest.mark.parametrize(
    ("answer", "pointer"),
    [
        (Resolution(path="docs:/a/content", take="delete"), "/resolutions/0/take"),
        (Resolution(path="docs:/a/content", take="value", value="text"), "/resolutions/0/content"),
        (Resolution(path="docs:/a/summary", take="value", value=3), "/resolutions/0/value"),
        (Resolution(path="docs:/a/summary", take="value", content="text"), "/resolutions/0/value"),
    ],
)
def test_a_chunk_stays_a_chunk(answer: Resolution, pointer: str) -> None:
    base, ours, theirs = (document(a=chunk(text, text)) for text in "xyz")

    with pytest.raises(Invalid) as caught:
        merge_document(base, ours, theirs, Rules(resolutions=(answer,)))

    assert caught.value.code == "validation_failed"
    assert caught.value.facts["errors"][0]["pointer"] == pointer  # type: ignore[index]  # as the facts are made
