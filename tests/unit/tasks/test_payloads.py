from __future__ import annotations

import pytest

from shared.kernel.errors import Invalid, TooLarge
from shared.kernel.hashing import Json, digest
from shared.tasks.payloads import RESULT_LIMIT, Reference, fitting


def test_a_reference_survives_the_state() -> None:
    reference = Reference(blob=digest(b"page"), size=4)

    assert Reference.decode(reference.encode()) == reference


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        {},
        {"blob": "a" * 64},
        {"blob": "A" * 64, "size": 1},
        {"blob": "a" * 63, "size": 1},
        {"blob": "a" * 64, "size": -1},
        {"blob": "a" * 64, "size": "1"},
        {"blob": "a" * 64, "size": 1, "more": 1},
    ],
)
def test_anything_else_is_no_reference(value: Json) -> None:
    with pytest.raises(Invalid, match="a reference is"):
        Reference.decode(value)


def test_the_largest_result_fits_and_one_byte_more_does_not() -> None:
    largest = {"text": "x" * (RESULT_LIMIT - len('{"text":""}'))}

    assert fitting(largest) == largest
    with pytest.raises(TooLarge, match=f"a task answered {RESULT_LIMIT + 1} bytes"):
        fitting({"text": largest["text"] + "x"})


def test_bytes_are_counted_not_characters() -> None:
    with pytest.raises(TooLarge, match="a task answered"):
        fitting({"text": "ä" * (RESULT_LIMIT // 2)})
