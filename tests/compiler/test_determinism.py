"""The same documents are the same model: whatever the hash seed, their order, and what their parts are called."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.compiler.model.connector import ConnectorModel
from shared.compiler.model.fragment import Fragment
from shared.compiler.passes import sequence
from shared.compiler.passes.draft import Draft
from shared.compiler.pipeline import digest
from shared.kernel.diagnostics import Diagnostic
from tests.compiler.corpus import CORPUS
from tests.compiler.documents import NUMBER, TEXT, Json, an_object, an_openapi, crud, digested, many, ref
from tests.compiler.traps.telling import told

ROOT: Final = Path(__file__).parents[2]
PROGRAM: Final = """
import hashlib
from shared.adapters.codec import JsonModels
from shared.compiler.pipeline import digest
from tests.compiler.corpus import CORPUS
for name, documents in CORPUS.items():
    found = digest(documents)
    said = "".join(f"{finding}\\n" for finding in found.diagnostics)
    print(name, hashlib.sha256(JsonModels().encode(found.model) + said.encode()).hexdigest())
"""
TOGETHER: Final = [name for name, documents in CORPUS.items() if len(documents) > 1]


def _digests(seed: str, folder: Path) -> str:
    # Neither where it runs nor in which language may show.
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C" if seed == "1" else "C.UTF-8"}
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", PROGRAM],
        env=environment, cwd=folder, capture_output=True, check=True, text=True, timeout=120,
    )  # fmt: skip
    return done.stdout


def test_every_kind_of_document_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    first = _digests("1", tmp_path)

    assert first.count(os.linesep) == len(CORPUS)
    assert _digests("2", ROOT) == first


@pytest.mark.parametrize("name", TOGETHER)
def test_the_order_of_documents_says_nothing(name: str) -> None:
    chance = random.Random(name)  # noqa: S311 - the same orders every time
    documents = list(CORPUS[name])
    expected = digest(documents)

    for _ in range(3):
        chance.shuffle(documents)
        assert digest(documents) == expected


@pytest.mark.parametrize("name", CORPUS)
def test_passes_change_nothing_the_second_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts: list[Draft] = []

    def stepwise(fragment: Fragment) -> tuple[ConnectorModel, tuple[Diagnostic, ...]]:
        draft = Draft(fragment=fragment, model=ConnectorModel(application=fragment.application))
        for step in sequence.PASSES:
            once, found = step(draft)
            twice, again = step(once)
            assert (twice.model, again) == (once.model, found), step.__name__
            draft = once
        drafts.append(draft)
        return draft.model, ()

    monkeypatch.setattr(sequence, "run", stepwise)
    digest(CORPUS[name])
    assert len(drafts) == 1


# Words that mean nothing to anybody, so that no rule knows them.
_WORDS: Final = st.text("bdgklmnptvz", min_size=1, max_size=4).map(
    lambda letters: "".join(f"{each}o" for each in letters)
)
_TWO: Final = st.lists(_WORDS.map(lambda word: f"q{word}x"), min_size=2, max_size=2, unique=True)


def _described(schema: str, attribute: str) -> Json:
    members = {"id": NUMBER, "username": TEXT, attribute: TEXT, "groups": many(ref("Group")), "boss": ref(schema)}
    schemas = {schema: an_object("username", **members), "Group": an_object("name", id=NUMBER, name=TEXT)}
    return an_openapi(crud("/users", ref(schema)) | crud("/groups", ref("Group")), schemas)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(schemas=_TWO, attributes=_TWO)
def test_another_name_is_another_name_and_nothing_else(schemas: list[str], attributes: list[str]) -> None:
    before = digested(_described(schemas[0].title(), attributes[0]))
    after = digested(_described(schemas[1].title(), attributes[1]))

    renamed = told(before.model).replace(schemas[0].title(), schemas[1].title())
    assert renamed.replace(json.dumps(attributes[0]), json.dumps(attributes[1])).replace(
        f"properties/{attributes[0]}", f"properties/{attributes[1]}"
    ) == told(after.model)
    assert before.diagnostics == after.diagnostics


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(words=_TWO)
def test_another_thing_is_another_class_and_nothing_else(words: list[str]) -> None:
    first, second = (
        told(digested(an_openapi(crud(f"/{word}s", ref(word.title())), {word.title(): SHOWN})).model) for word in words
    )

    assert first.replace(words[0], words[1]).replace(words[0].title(), words[1].title()) == second


SHOWN: Final = an_object("name", id=NUMBER, name=TEXT, size={"type": "number"})
