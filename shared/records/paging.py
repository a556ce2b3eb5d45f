"""Walking through a partition page by page."""

from __future__ import annotations

from collections.abc import Iterator

from shared.ports.items import Item, Items


def every_item(items: Items, partition: str, prefix: str = "", *, after: str | None = None) -> Iterator[Item]:
    """Yield the items of a partition whose sort key starts with `prefix`, in key order, from behind `after` on."""
    while True:
        page = items.query(partition, prefix=prefix, after=after)
        yield from page.items
        if page.after is None:
            return
        after = page.after
