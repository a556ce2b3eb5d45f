from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json
from shared.kernel.identifiers import SessionId
from shared.tasks.commands import camel_case, decoded, encoded
from shared.tasks.payloads import Reference

BLOB = "0" * 64
REFERENCE: Json = {"blob": BLOB, "size": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    row_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    session_id: SessionId
    attempt: int = 0
    ready: bool = False
    parent_job_id: str | None = None
    pages: tuple[Reference, ...] = ()
    place: Place | None = None
    facts: Mapping[str, Json] = field(default_factory=dict)


def test_a_command_is_read_member_by_member() -> None:
    event: dict[str, Json] = {
        "sessionId": "s",
        "attempt": 3,
        "ready": True,
        "parentJobId": "p",
        "pages": [REFERENCE],
        "place": {"rowNumber": 4},
        "facts": {"any": [1, None]},
    }

    assert decoded(Work, event) == Work(
        session_id=SessionId("s"),
        attempt=3,
        ready=True,
        parent_job_id="p",
        pages=(Reference(blob=BLOB, size=7),),
        place=Place(row_number=4),
        facts={"any": [1, None]},
    )


def test_members_with_defaults_may_be_left_out() -> None:
    assert decoded(Work, {"sessionId": "s"}) == Work(session_id=SessionId("s"))


def test_the_engine_s_own_keys_are_not_members() -> None:
    event: dict[str, Json] = {"sessionId": "s", "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": "arn"}

    assert decoded(Work, event) == Work(session_id=SessionId("s"))


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ({}, r"Work: missing \['sessionId'\], unknown \[\]"),
        ({"sessionId": "s", "sessionID": "s"}, r"Work: missing \[\], unknown \['sessionID'\]"),
        ({"sessionId": 1}, "sessionId is a int, not a str"),
        ({"sessionId": "s", "attempt": "1"}, "attempt is a str, not a int"),
        ({"sessionId": "s", "attempt": True}, "attempt is a bool, not a int"),
        ({"sessionId": "s", "ready": 1}, "ready is a int, not a bool"),
        ({"sessionId": "s", "facts": []}, "facts is a list, not a dict"),
        ({"sessionId": "s", "pages": {}}, "pages is a dict, not a tuple"),
        ({"sessionId": "s", "pages": [{"blob": BLOB}]}, "a reference is"),
        ({"sessionId": "s", "place": {"rowNumber": None}}, "rowNumber is a NoneType, not a int"),
        ({"sessionId": "s", "place": {}}, r"Place: missing \['rowNumber'\]"),
    ],
)
def test_a_command_that_does_not_fit_is_refused(event: dict[str, Json], message: str) -> None:
    with pytest.raises(Invalid, match=message) as caught:
        decoded(Work, event)

    assert caught.value.code in {"bad_command", "bad_reference"}


def test_a_result_is_written_as_it_would_be_read() -> None:
    work = Work(session_id=SessionId("s"), pages=(Reference(blob=BLOB, size=7),), place=Place(row_number=1))

    assert encoded(work) == {
        "sessionId": "s",
        "attempt": 0,
        "ready": False,
        "parentJobId": None,
        "pages": [REFERENCE],
        "place": {"rowNumber": 1},
        "facts": {},
    }


def test_a_result_that_is_no_json_is_our_mistake() -> None:
    with pytest.raises(TypeError, match="a task cannot answer a set"):
        encoded({"found": {1}})


def test_names_are_written_in_camel_case() -> None:
    assert [camel_case(name) for name in ("url", "session_id", "parent_job_id")] == ["url", "sessionId", "parentJobId"]
