"""Damaged definitions and exports: never an exception, never long, always the same."""

from __future__ import annotations

import json
import random

import pytest

from shared.compiler.frontends import conndev, scim
from shared.compiler.passes.draft import Draft
from shared.compiler.passes.merge import merge
from shared.compiler.passes.sequence import PASSES
from shared.compiler.pipeline import Document, digest
from shared.compiler.reading import codes
from tests.compiler.conndev import documents as exports
from tests.compiler.documents import Value
from tests.compiler.scim import documents as definitions
from tests.compiler.watchdog import within

MUTANTS = 250
_ODD: list[Value] = [
    None, 7, "", "x", [], {}, True, [None], -1.5, "urn:", ["urn:x"], {"name": "x"}, [[[]]],
    {"object": {"attributes": {}}}, {"object": 1},
    "{", "[1]", "complex", "reference", {"attributes": [{"connId": 1}]}, {"value": {"$ref": "#"}},
]  # fmt: skip


def _spots(root: Value) -> list[tuple[Value, Value]]:
    spots: list[tuple[Value, Value]] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        keys: Value = list(node) if isinstance(node, dict) else range(len(node))
        spots += [(node, key) for key in keys]
        waiting += [node[key] for key in keys if isinstance(node[key], (dict, list))]
    return spots


def _deep(levels: int) -> Value:
    node: Value = {"name": "x", "type": "complex"}
    for _ in range(levels):
        node = {"name": "x", "type": "complex", "subAttributes": [node]}
    return node


def _mutant(documents: dict[str, Value], chance: random.Random) -> list[Document]:
    copy = json.loads(json.dumps(documents))
    for node, key in chance.sample(_spots(copy), 6):
        node[key] = chance.choice([*_ODD, _deep(60)])
    texts = {name: json.dumps(root) for name, root in copy.items()}
    cut = chance.choice([*texts, "", ""])
    return [
        Document(name=name, data=(text[: chance.randrange(len(text))] if name == cut else text).encode())
        for name, text in texts.items()
    ]


@pytest.mark.parametrize("documents", [definitions.EVERYTHING, exports.EVERYTHING], ids=["scim", "conndev"])
def test_damaged_documents_never_raise(documents: dict[str, Value]) -> None:
    chance = random.Random(7643)  # noqa: S311 - the same mutants every time

    for _ in range(MUTANTS):
        mutant = _mutant(documents, chance)
        with within():
            found = digest(mutant)
        assert all(each.code in codes.MEANINGS for each in found.diagnostics)
        assert digest(mutant[::-1]) == found


def test_passes_are_idempotent() -> None:
    fragments = [
        *(scim.read(root, name)[0] for name, root in definitions.EVERYTHING.items()),
        *(conndev.read(root, name)[0] for name, root in exports.EVERYTHING.items()),
    ]
    draft = Draft(fragment=merge(fragments))
    for step in PASSES:
        once, found = step(draft)
        twice, again = step(once)
        assert (twice.model, again) == (once.model, found)
        draft = once


def test_many_schemas_are_read_quickly() -> None:
    schemas = [
        definitions.a_schema(
            f"urn:acme:{i}:Thing{i}", f"Thing{i}", *(definitions.some_members(f"m{j}", f"Thing{j}") for j in range(20))
        )
        for i in range(300)
    ]

    with within():
        model = definitions.digested({"s.json": schemas}).model
    assert sum(not each.embedded for each in model.object_classes) == 300
