"""Merges that leave code behind which nobody changed: what is taken for it is what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.domain.content import is_made
from shared.domain.merging.rules import Rules, Take
from shared.domain.merging.values import DerivedFrom
from shared.kernel.hashing import digest
from shared.records.code import CodeRecords
from shared.services.merge_wishes import Expected
from tests.unit.services.merges import MergeShop, take


@pytest.fixture(name="shop")
def _shop(tmp_path: Path) -> Iterator[MergeShop]:
    """A session with two files made from its data, and a fork that changed the data."""
    items = SqliteItems(":memory:")
    shop = MergeShop(items, FileBlobs(tmp_path))
    files = CodeRecords(shop.blobs)
    old = DerivedFrom("data:/shape", digest(b'{"sides":3}'))
    shop.create(shape={"sides": 3}, other=1)
    for path in ("a.txt", "b.txt"):
        shop.write("s1", files.stored(shop.head("s1"), path, "for 3", (old,)))
    shop.fork("s1", "f1")
    shop.change("f1", shape={"sides": 4})
    yield shop
    items.close()


def code(shop: MergeShop, session_id: str) -> dict[str, object]:
    leaves = shop.content.view(shop.head(session_id)).leaves("code")
    return {path: leaf["t"] for path, leaf in leaves.items() if not is_made(path)}


@pytest.mark.parametrize("moved", [False, True], ids=["forward", "both changed"])
@pytest.mark.parametrize(
    ("side", "given", "left"),
    [
        ("delete", {}, {"b.txt": "for 3"}),
        ("value", {"content": "for 4"}, {"a.txt": "for 4", "b.txt": "for 3"}),
        ("theirs", {}, {"a.txt": "for 3", "b.txt": "for 3"}),
    ],
)
def test_what_is_answered_becomes_of_files_that_nobody_changed(
    shop: MergeShop, side: Take, given: dict[str, str], left: dict[str, str], *, moved: bool
) -> None:
    if moved:
        shop.change("s1", other=2)
    rules = Rules(stale="fail")
    asked = shop.merge("s1", "f1", rules=rules, dry_run=True)

    answers = (take("code:/a.txt", side, **given), take("code:/b.txt", "ours"))
    seen = Expected(asked.merge.start.node_id, asked.merge.target.content_hash, asked.merge.source.content_hash)
    done = shop.merge("s1", "f1", *answers, rules=rules, expect=seen)

    assert code(shop, "s1") == left
    assert shop.data("s1") == {"shape": {"sides": 4}, "other": 2 if moved else 1}
    still = [path for path in ("a.txt", "b.txt") if left.get(path) == "for 3"]
    assert [each.path for each in done.merge.stale] == [f"code:/{path}" for path in still]
