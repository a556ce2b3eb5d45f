"""
What forks, checkpoints, restores and merges cost as a session grows.

`python -m tests.benchmarks.workspaces [--sizes N...] [--runs N]` makes sessions with so many chunks (in documents of
ten), code files and data keys, on SQLite and files, and prints for each act the median time, what was read from and
written to the item store (DynamoDB's requests, and the items of its transactions), the blobs read and put, and the
ratio of the largest session to the smallest. `10 changes` are ten revisions since the last snapshot. A restore has ten
changes to undo, which its answer tells unit by unit; a merge brings five changed chunks to five others.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Final

from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.domain.content import Write
from shared.domain.document import Document, StoredChunk
from shared.kernel.identifiers import ChunkId, DocumentId
from shared.ports.items import Action
from tests.unit.services.merges import MergeShop

SIZES: Final = (30, 300, 3_000)
RUNS: Final = 9
CHANGES: Final = 10
CHUNKS: Final = 10
"""How many chunks a document has."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds; requests that read and that write items, and the items written; blobs read and put."""

    milliseconds: float = 0
    reads: float = 0
    transactions: float = 0
    items: float = 0
    gets: float = 0
    puts: float = 0


class Metered:
    """Passes every call on to an engine, and tells `told` of it."""

    def __init__(self, engine: Any, told: Callable[[str, Any], None]) -> None:  # noqa: ANN401 - either port
        self._engine, self._told = engine, told

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as above
        method = getattr(self._engine, name)

        def call(*positional: Any, **named: Any) -> Any:  # noqa: ANN401
            self._told(name, positional)
            return method(*positional, **named)

        return call


class Shop(MergeShop):
    """A workshop of one session, `s1`, of a size, that meters what it asks of the stores."""

    def __init__(self, folder: Path, size: int) -> None:
        self.table = SqliteItems(folder / f"{size}.sqlite")
        self.counts = dict.fromkeys((each.name for each in fields(Cost)), 0)
        self.turn = 0
        items: Any = Metered(self.table, self._item)
        blobs: Any = Metered(FileBlobs(folder / str(size)), self._blob)
        super().__init__(items, blobs)
        self._fill(size)

    def spent(self, act: Callable[[], object]) -> Cost:
        """Return what an act costs."""
        self.counts = dict.fromkeys(self.counts, 0)
        began = time.perf_counter()
        act()
        took = (time.perf_counter() - began) * 1000
        return Cost(**self.counts | {"milliseconds": took})

    def edit(self) -> None:
        """Make ten changes, of files and keys in turn, that were not made before."""
        self.turn += 1
        for number in range(0, CHANGES, 2):
            self.change("s1", {f"src/{number}.groovy": f"changed {self.turn}"})
            self.change("s1", {}, **{f"key {number}": f"changed {self.turn}"})

    def part(self) -> str:
        """Return a fork of the session; it and the session have changed five chunks each since."""
        self.turn += 1
        fork = self.fork("s1").id
        for session, number in ((fork, 0), ("s1", 1)):
            changed = [f"{self.turn} of {session}" if place < CHANGES / 2 else "as it was" for place in range(CHUNKS)]
            self.write(session, self._document(session, number, changed))
        return fork

    def _fill(self, size: int) -> None:
        self.create()
        writes = [Write("code", f"src/{number}.groovy", {"t": "x" * 500, "w": 500}) for number in range(size)]
        texts = ["as it was"] * CHUNKS
        self.write("s1", *writes, *(self._document("s1", number, texts) for number in range(size // CHUNKS)))
        self.change("s1", {}, **{f"key {number}": "y" * 100 for number in range(size)})
        self.save("s1")

    def _document(self, session_id: str, number: int, texts: Sequence[str]) -> Write:
        session = self.head(session_id)
        kept = {text: self.blobs.put(session.space, text.encode()) for text in dict.fromkeys(texts)}
        chunks = tuple(
            StoredChunk(id=ChunkId(f"{number}-{place}"), content=kept[text], summary="")
            for place, text in enumerate(texts)
        )
        document = Document(
            id=DocumentId(f"d{number}"),
            filename=f"{number}.md",
            source="upload",
            url=f"upload://{number}.md",
            media_type="text/markdown",
            raw=self.blobs.put(session.space, b"raw"),
            size=3,
            created=self.clock.now(),
            chunks=chunks,
        )
        return self.documents.stored(session, document)

    def _item(self, name: str, positional: tuple[Any, ...]) -> None:
        if name == "transact":
            actions: Sequence[Action] = positional[0]
            self.counts["transactions"] += 1
            self.counts["items"] += len(actions)
        else:
            self.counts["reads"] += 1

    def _blob(self, name: str, _positional: tuple[Any, ...]) -> None:
        if name in {"get", "put"}:
            self.counts[f"{name}s"] += 1


def fork(shop: Shop) -> Cost:
    """Fork the session as it is."""
    return shop.spent(lambda: shop.fork("s1"))


def fork_changed(shop: Shop) -> Cost:
    """Fork the session after ten changes."""
    shop.edit()
    return fork(shop)


def checkpoint(shop: Shop) -> Cost:
    """Save the session as it is."""
    return shop.spent(lambda: shop.save("s1"))


def checkpoint_changed(shop: Shop) -> Cost:
    """Save the session after ten changes."""
    shop.edit()
    return checkpoint(shop)


def restore(shop: Shop) -> Cost:
    """Go back over ten changes, which were saved."""
    saved = shop.save("s1").id
    shop.edit()
    shop.save("s1")
    return shop.spent(lambda: shop.restore("s1", saved))


def restore_changed(shop: Shop) -> Cost:
    """Go back over ten changes, which were not."""
    saved = shop.save("s1").id
    shop.edit()
    return shop.spent(lambda: shop.restore("s1", saved))


def merge(shop: Shop) -> Cost:
    """Bring five changed chunks to five others."""
    fork_id = shop.part()
    return shop.spent(lambda: shop.merge("s1", fork_id))


ACTS: Final[dict[str, Callable[[Shop], Cost]]] = {
    "fork, unchanged": fork,
    "fork, 10 changes": fork_changed,
    "checkpoint, unchanged": checkpoint,
    "checkpoint, 10 changes": checkpoint_changed,
    "restore, unchanged": restore,
    "restore, 10 changes": restore_changed,
    "merge, 10 changes": merge,
}


def main(arguments: Sequence[str]) -> int:
    """Print the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="workspaces", description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args(arguments)
    head = "".join(f"{each.name:>14}" for each in fields(Cost))
    sys.stdout.write(f"{f'median of {options.runs}':24}{'chunks':>8}{head}\n")
    with tempfile.TemporaryDirectory() as folder:
        for name, costs in measured(Path(folder), options.sizes, options.runs).items():
            for size, cost in costs.items():
                sys.stdout.write(f"{name:24}{size:8}" + "".join(f"{each:14.6g}" for each in astuple(cost)) + "\n")
            sizes = [*costs]
            shown = (f"{each:14.2f}" for each in astuple(ratio(costs[sizes[-1]], costs[sizes[0]])))
            sys.stdout.write(f"{'':24}{'ratio':>8}{''.join(shown)}\n")
    return 0


def measured(folder: Path, sizes: Sequence[int], runs: int) -> dict[str, dict[int, Cost]]:
    """Return the medians of each act at each size; the sizes take turns, so that what else runs burdens all alike."""
    shops = {size: Shop(folder, size) for size in sizes}
    found: dict[str, dict[int, Cost]] = {}
    for name, act in ACTS.items():
        costs: dict[int, list[Cost]] = {size: [] for size in sizes}
        for _ in range(runs):
            for size, shop in shops.items():
                costs[size].append(act(shop))
        found[name] = {size: _median(every) for size, every in costs.items()}
    for shop in shops.values():
        shop.table.close()
    return found


def ratio(large: Cost, small: Cost) -> Cost:
    """Return by how much one cost is larger than another, where nothing is as much as nothing."""
    pairs = zip(astuple(large), astuple(small), strict=True)
    return Cost(*(1.0 if more == less else more / less if less else float("inf") for more, less in pairs))


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(values) for values in zip(*map(astuple, costs), strict=True)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
