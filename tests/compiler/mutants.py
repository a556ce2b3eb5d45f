"""Broken documents, the same ones every time."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import yaml

from shared.compiler.reading.documents import Document, load
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


def of_documents(documents: Sequence[Document], number: int, seed: int = 7) -> Iterator[tuple[Document, ...]]:
    """Versions of what one application publishes, in which one or all documents are damaged in one of many ways."""
    chance = random.Random(seed)  # noqa: S311 - the same broken documents every time
    for _ in range(number):
        hit = chance.randrange(len(documents))
        yield tuple(
            _damaged(each, chance) if i == hit or chance.random() < _RARELY else each
            for i, each in enumerate(documents)
        )


def _damaged(document: Document, chance: random.Random) -> Document:
    try:
        data = chance.choice(_WAYS)(document.data, chance)
    except (RecursionError, ValueError):  # nested deeper than it can be written
        data = _cut(document.data, chance)
    name = f"{document.name.rpartition('.')[0]}.{chance.choice(_SUFFIXES)}"
    return Document(name=name if chance.random() < _RARELY else document.name, data=data)


def _structured(data: bytes, chance: random.Random) -> bytes:
    """Spoil values, turn some into references, and write the rest as JSON or as YAML with aliases."""
    root = load(Document(name="", data=data)).root
    if root is None:
        return _worded(data, chance)
    root = copy.deepcopy(root)
    for _ in range(chance.randint(1, 6)):
        places = list(_places(root))
        if places:
            holder, key = chance.choice(places)
            holder[key] = _odd(root, places, chance)
    if chance.random() < _RARELY:
        return yaml.dump(root, Dumper=yaml.CSafeDumper).encode("utf-8", "surrogatepass")
    return json.dumps(root).encode()


def _odd(root: Value, places: list[tuple[Value, Value]], chance: random.Random) -> Value:
    match chance.randrange(6):
        case 0:
            return {"$ref": chance.choice(_REFERENCES)}
        case 1:
            return {"$ref": "#" + "/".join(["", *chance.choices([*map(str, root)] or ["x"], k=chance.randint(1, 4))])}
        case 2:
            holder, key = chance.choice(places)
            return copy.deepcopy(holder[key]) if key in holder or isinstance(holder, list) else None
        case 3:
            return nested(chance.choice(_ODD), chance.choice((3, 60, 150)), chance)
        case _:
            return copy.deepcopy(chance.choice(_ODD))


def nested(value: Value, levels: int, chance: random.Random) -> Value:
    """Return `value` inside so many schemas, members or lists."""
    for _ in range(levels):
        value = chance.choice(_WRAPPERS)(value)
    return value


def _worded(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return next(of_text(text, 1, chance.randrange(1 << 30))).encode("utf-8", "replace") if text else b"x"


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randint(0, len(data)) for _ in range(2))
    return chance.choice((data[:start], data[end:], data[:start] + data[end:], data[:end] + data[start:]))


def _encoded(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(_ENCODINGS), "replace")


def _noisy(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data or b"x")
    for _ in range(chance.randint(1, 20)):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def _lined(data: bytes, chance: random.Random) -> bytes:
    """Shuffle, repeat or indent some lines."""
    lines = data.split(b"\n")
    start, end = sorted(chance.randint(0, len(lines)) for _ in range(2))
    part = lines[start:end]
    match chance.randrange(4):
        case 0:
            chance.shuffle(part)
        case 1:
            part *= chance.choice((2, 3, 40))
        case 2:
            part = [chance.choice((b"    ", b"\t", b"> ", b"- ", b"|", b"#")) + line for line in part]
        case _:
            part = part[::-1]
    return b"\n".join([*lines[:start], *part, *lines[end:]])


_RARELY: Final = 0.2
_WAYS: Final[tuple[Callable[[bytes, random.Random], bytes], ...]] = (
    *(_structured,) * 4, *(_worded,) * 2, _cut, _encoded, _noisy, _lined,
)  # fmt: skip
_SUFFIXES: Final = ("json", "yaml", "md", "html", "rst", "adoc", "sql", "graphql", "txt", "pdf", "docx", "")
_ENCODINGS: Final = ("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp1252", "shift_jis")
_REFERENCES: Final[tuple[Value, ...]] = (
    "#", "#/", "#/paths", "#/components/schemas/User", "#/components/schemas/%zz", "http://acme.example/x#/y",
    "other.yaml#/x", "", 7, None, {"$ref": "#"}, "#/definitions/User", "../../../../etc/passwd", "#/paths/~1users/get",
)  # fmt: skip
_WRAPPERS: Final[tuple[Callable[[Value], Value], ...]] = (
    lambda value: [value],
    lambda value: {"type": "object", "properties": {"a": value}},
    lambda value: {"type": "array", "items": value},
    lambda value: {"allOf": [value, {"type": "object"}]},
    lambda value: {"oneOf": [value, {"type": "string"}]},
    lambda value: {"additionalProperties": value},
    lambda value: {"subAttributes": [value], "name": "a", "type": "complex"},
    lambda value: {"item": [value], "name": "a"},
)
