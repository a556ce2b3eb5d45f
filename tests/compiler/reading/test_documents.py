"""Bytes to values, and what happens to bytes that hold none."""

from __future__ import annotations

import pytest

from shared.compiler.reading.documents import MAX_BYTES, Document, load
from tests.compiler.documents import Value

DEEP = 300
TOO_DEEP = 100_000


def root_of(data: bytes) -> Value:
    loaded = load(Document(name="d", data=data))

    assert loaded.findings == ()
    return loaded.root


def complaint(data: bytes) -> str:
    loaded = load(Document(name="d", data=data))

    assert loaded.root is None
    [finding] = loaded.findings
    return str(finding)


@pytest.mark.parametrize(
    ("data", "root"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b'  [1, "x"]', [1, "x"]),
        (b'{"a": 123456789012345678901234567890}', {"a": 123456789012345678901234567890}),
        (b'\xef\xbb\xbf{"a": null}', {"a": None}),
        ('{"ä": "ö"}'.encode("utf-16"), {"ä": "ö"}),
        ('{"a": 1}'.encode("utf-16-le"), {"a": 1}),
        ("a: ü\n".encode("utf-16-be"), {"a": "ü"}),
        (b"{a: 1, b: [x, y]}", {"a": 1, "b": ["x", "y"]}),
    ],
)
def test_json_and_its_encodings(data: bytes, root: Value) -> None:
    assert root_of(data) == root


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("yes", "yes"), ("off", "off"), ("true", True), ("False", False), ("~", None), ("", None), ("12", 12),
        ("-3", -3),
        ("0123", "0123"), ("0o17", 15), ("0x1F", 31), ("1.5", 1.5), ("1e3", 1000.0), ("2024-01-31", "2024-01-31"),
        ("12:30:45", "12:30:45"), (".inf", ".inf"), ("'12'", "12"), ('"true"', "true"),
        ("1_000", "1_000"), ("1e999", "1e999"),
    ],
)  # fmt: skip
def test_yaml_scalars(scalar: str, value: Value) -> None:
    assert root_of(f"a: {scalar}\n".encode()) == {"a": value}


def test_yaml_keys_are_text() -> None:
    assert root_of(b"200: ok\ntrue: x\nnull: y\n") == {"200": "ok", "true": "x", "null": "y"}


def test_yaml_merges_without_replacing() -> None:
    text = b"base: &b {a: 1, b: 2}\nmore: &m {c: 3, a: 9}\none:\n  <<: *b\n  b: 5\nmany:\n  <<: [*b, *m]\n'<<': x\n"

    assert root_of(text) == {
        "base": {"a": 1, "b": 2},
        "more": {"c": 3, "a": 9},
        "one": {"a": 1, "b": 5},
        "many": {"c": 3, "a": 1, "b": 2},
        "<<": "x",
    }


def test_yaml_aliases_share() -> None:
    root = root_of(b"a: &x {k: [1]}\nb: *x\n")

    assert root["a"] is root["b"]


def test_a_key_given_twice_is_told_and_the_last_counts() -> None:
    loaded = load(Document(name="d", data=b"a: 1\nb: 2\na: 3\n"))

    assert loaded.root == {"a": 3, "b": 2}
    assert [str(finding) for finding in loaded.findings] == [
        "d#line 3: warning DOC002: the key 'a' is given twice; the last value counts"
    ]


def test_further_yaml_documents_are_told() -> None:
    loaded = load(Document(name="d", data=b"a: 1\n---\nb: 2\n"))

    assert loaded.root == {"a": 1}
    assert [finding.code for finding in loaded.findings] == ["DOC004"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "d#: error DOC001: the document is not readable: it is empty"),
        (b" \n\t", "d#: error DOC001: the document is not readable: it is empty"),
        (b"just words", "d#: error DOC001: the document is not readable: it holds neither a mapping nor a list"),
        (b'"x"', "d#: error DOC001: the document is not readable: it holds neither a mapping nor a list"),
        (b"\x89PNG\xff\xfe", "d#: error DOC001: the document is not readable: it is not UTF-8 text (byte 0)"),
        (b'{"a": 1,\n "b": }}', "d#line 2: error DOC001: the document is not readable: it is broken JSON at line 2"),
        (b"a: [1\nb: 2\n", "d#line 2: error DOC001: the document is not readable: it is broken YAML at line 2:"),
        (
            b"a: *nobody\n",
            "d#line 1: error DOC001: the document is not readable: the alias 'nobody' stands for nothing",
        ),
        (b"a: &x [*x]\n", "d#line 1: error DOC001: the document is not readable: the alias 'x' stands for nothing"),
        (b"? [a]\n: 1\n", "d#line 1: error DOC001: the document is not readable: a mapping or list is used as a key"),
        (b"a: {<<: 3}\n", "d#line 1: error DOC001: the document is not readable: a merge key (<<) names something"),
        (b"[" * TOO_DEEP + b"]" * TOO_DEEP, "d#: error DOC001: the document is not readable: it is nested deeper than"),
        (b"a: " + b"[" * DEEP, "d#line 1: error DOC001: the document is not readable: it is nested deeper than 200"),
        (b"[" * TOO_DEEP, "d#: error DOC001: the document is not readable: it is nested deeper than we follow"),
        (b" " * (MAX_BYTES + 1), "d#: error DOC001: the document is not readable: it is larger than 64 MiB"),
    ],
)
def test_an_unreadable_document_costs_one_sentence(data: bytes, message: str) -> None:
    assert complaint(data).startswith(message)


def test_aliases_cannot_stand_for_a_huge_value() -> None:
    bomb = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12)
    )

    assert "its aliases stand for more than 8000000 values" in complaint(bomb.encode())
