from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from shared.api.json_text import DEPTH_LIMIT, JsonAnswer, parse, validated


class Box(BaseModel):
    size: int
    label: str = ""


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


def refusal(body: bytes) -> list[dict[str, Any]]:
    with pytest.raises(RequestValidationError, match="json_invalid") as caught:
        parse(body)
    return [dict(found) for found in caught.value.errors()]


@pytest.mark.parametrize(
    "text",
    [
        b'{"b":1,"a":1.0}',
        b"[9007199254740993,123456789012345678901234567890,-0.0,1e-07]",
        '["\u00e9","\U0001f600","\\u0000"]'.encode(),
        b'{"":null,"x":[true,false,{}]}',
    ],
)
def test_a_text_comes_back_byte_for_byte(text: bytes) -> None:
    assert JsonAnswer(parse(text)).body == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_a_value_comes_back_as_it_was(value: Any) -> None:  # noqa: ANN401
    text = bytes(JsonAnswer(value).body)

    assert repr(parse(text)) == repr(value)


def test_half_a_surrogate_pair_of_ours_is_escaped() -> None:
    assert JsonAnswer({"a": "\ud800"}).body == b'{"a":"\\ud800"}'


def test_of_repeated_keys_the_last_counts() -> None:
    assert parse(b'{"a":1,"b":2,"a":3}') == {"a": 3, "b": 2}


def test_a_byte_order_mark_is_ignored() -> None:
    assert parse(b"\xef\xbb\xbf[1]") == [1]


@pytest.mark.parametrize(
    ("body", "position", "reason"),
    [
        (b"", 0, "Expecting value"),
        (b'{"a":', 5, "Expecting value"),
        (b"{} xx", 3, "Extra data"),
        (b"\xff", 0, "the text is not Unicode (UTF-8)"),
        (b'["\\ud800"]', 0, "the text is not Unicode (UTF-8)"),
        (b'{"\\udfff":1}', 0, "the text is not Unicode (UTF-8)"),
        (b"NaN", 0, "NaN is not JSON"),
        (b"[-Infinity]", 0, "-Infinity is not JSON"),
        (b"1e400", 0, "1e400 is out of the range of numbers"),
        (nested(DEPTH_LIMIT + 1), 0, f"arrays and objects nest deeper than {DEPTH_LIMIT} levels"),
        (nested(200_000), 0, f"arrays and objects nest deeper than {DEPTH_LIMIT} levels"),
    ],
)
def test_what_could_not_be_given_back_is_refused(body: bytes, position: int, reason: str) -> None:
    assert refusal(body) == [
        {"type": "json_invalid", "loc": ("body", position), "msg": "JSON decode error", "ctx": {"error": reason}}
    ]


def test_a_number_of_very_many_digits_is_refused() -> None:
    [found] = refusal(b"9" * 10_000)

    assert "4300" in found["ctx"]["error"]


def test_a_whole_surrogate_pair_is_one_character() -> None:
    assert parse(b'"\\ud83d\\ude00"') == "\U0001f600"


def test_the_deepest_value_is_accepted() -> None:
    value = parse(nested(DEPTH_LIMIT))

    assert json.dumps(value).encode() == nested(DEPTH_LIMIT)


def test_a_value_of_the_model_becomes_one() -> None:
    assert validated(Box, {"size": 2, "unknown": 1}) == Box(size=2)


def test_a_value_of_another_form_is_told_where_it_differs() -> None:
    with pytest.raises(RequestValidationError, match="missing") as caught:
        validated(Box, {"label": 5})

    places = [(found["type"], found["loc"]) for found in caught.value.errors()]
    assert places == [("missing", ("body", "size")), ("string_type", ("body", "label"))]
