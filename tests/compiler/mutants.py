"""Broken documents, the same ones every time."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Final

from tests.compiler.documents import Value

_TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]")
_NOISE: Final = (
    "",
    "(",
    ")",
    "'",
    '"',
    ",",
    ";",
    "\n",
    "[",
    "{{",
    "}",
    "/*",
    "--",
    "$$",
    "\\",
    "null",
    "not",
    "\x00",
    "🙂",
)
_ODD: Final[tuple[Value, ...]] = (None, True, 7, -1, "", "x", "{{x", [], {}, [[]], {"": 1}, ["x"], {"type": "x"}, 1e300)


def of_text(text: str, number: int, seed: int = 7) -> Iterator[str]:
    """Cut, doubled, swapped and spoilt versions of `text`."""
    chance = random.Random(seed)  # noqa: S311 - the same broken documents every time
    tokens = _TOKEN.findall(text)
    for _ in range(number):
        broken = list(tokens)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(broken))
            match chance.randrange(5):
                case 0:
                    broken[at] = chance.choice(_NOISE)
                case 1:
                    del broken[at : at + chance.randint(1, 12)]
                case 2:
                    broken.insert(at, chance.choice(tokens))
                case 3:
                    other = chance.randrange(len(broken))
                    broken[at], broken[other] = broken[other], broken[at]
                case _:
                    broken.insert(at, chance.choice(_NOISE) * chance.choice((1, 2, 400)))
            broken = broken or list(tokens)
        yield "".join(broken)


def of_value(root: Value, number: int, seed: int = 7) -> Iterator[Value]:
    """Versions of the JSON value `root` with parts missing, or of another type."""
    chance = random.Random(seed)  # noqa: S311 - the same broken documents every time
    for _ in range(number):
        broken = json.loads(json.dumps(root))
        for _ in range(chance.randint(1, 4)):
            _spoil(broken, chance)
        yield broken


def _spoil(root: Value, chance: random.Random) -> None:
    places = list(_places(root))
    if not places:
        return
    holder, key = chance.choice(places)
    if chance.random() < 0.3:
        del holder[key]
    else:
        holder[key] = json.loads(json.dumps(chance.choice(_ODD)))


def _places(node: Value) -> Iterator[tuple[Value, Value]]:
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in list(entries):
        yield node, key
        yield from _places(value)
