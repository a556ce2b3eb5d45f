"""What users put in, under names they chose."""

from __future__ import annotations

import pytest

from shared.kernel.errors import Invalid, NotFound, TooLarge
from shared.ports.blobs import UploadPlace, Uploads

# The key's bound leaves so much for the name beside this session and document.
LONGEST = 1024 - len("uploads/session-one/document/")

NAMES = [
    "api.yaml",
    "API.yaml",
    "Ünïcödé 漢字 🜚.pdf",
    "..",
    ".",
    "...",
    "..\\..\\windows",
    "a/b.json",
    "../../etc/passwd",
    "100% sure?.txt",
    "100%25 sure?.txt",
    "%2E%2E",
    "a+b & c=d #e;f.txt",
    "quo\"te's.txt",
    "line\nfeed\t.txt",
    "nul\0.txt",
    " leading and trailing ",
    "-rf",
    "~",
    "con",
]
FILENAMES = [*NAMES, "x" * LONGEST, "é" * (LONGEST // 2)]


def place(filename: str = "api.yaml", session_id: str = "session-one", document_id: str = "document") -> UploadPlace:
    return UploadPlace(session_id=session_id, document_id=document_id, filename=filename)


def test_any_filename_is_kept_and_none_confused(uploads: Uploads) -> None:
    for filename in FILENAMES:
        uploads.put(place(filename), filename.encode())

    assert [uploads.get(place(filename), limit=2000) for filename in FILENAMES] == [*map(str.encode, FILENAMES)]


def test_any_text_names_a_session_and_a_document(uploads: Uploads) -> None:
    places = [place(session_id=name, document_id=name) for name in NAMES]
    for number, where in enumerate(places):
        uploads.put(where, b"%d" % number)

    assert [uploads.get(where, limit=10) for where in places] == [b"%d" % number for number in range(len(places))]


def test_a_later_upload_replaces_an_earlier_one(uploads: Uploads) -> None:
    uploads.put(place(), b"earlier and longer")
    uploads.put(place(), b"later")

    assert uploads.get(place(), limit=5) == b"later"


def test_an_unknown_upload_is_not_found(uploads: Uploads) -> None:
    uploads.put(place(), b"x")
    with pytest.raises(NotFound, match=r"there is no upload 'api\.json'") as caught:
        uploads.get(place("api.json"), limit=1)

    assert caught.value.code == "upload_not_found"


def test_the_limit_is_the_last_size_allowed(uploads: Uploads) -> None:
    uploads.put(place(), b"12345")
    with pytest.raises(TooLarge, match=r"the upload 'api\.yaml' has more than 4 bytes"):
        uploads.get(place(), limit=4)

    assert uploads.get(place(), limit=5) == b"12345"


def test_an_empty_upload_is_an_upload(uploads: Uploads) -> None:
    uploads.put(place(), b"")

    assert uploads.get(place(), limit=0) == b""


def test_deleting_a_session_leaves_the_others(uploads: Uploads) -> None:
    sessions = ["session", "session-one", "session-one/document", "Session", "..", "session%2Fone"]
    for session_id in sessions:
        for filename in ("a.json", "b.json"):
            uploads.put(place(filename, session_id), b"x")
    for number, session_id in enumerate(sessions):
        uploads.delete(session_id)
        left = [other for other in sessions if holds(uploads, place("b.json", other))]

        assert left == sessions[number + 1 :]


def test_a_session_without_uploads_is_deleted_without_error(uploads: Uploads) -> None:
    uploads.put(place(), b"kept")
    uploads.delete("nobody")

    assert uploads.get(place(), limit=4) == b"kept"


@pytest.mark.parametrize(
    ("wrong", "code", "message"),
    [
        (place("x" * (LONGEST + 1)), "filename_too_long", "has more than 1024 bytes"),
        (place("漢" * (LONGEST // 2)), "filename_too_long", "has more than 1024 bytes"),
        (place(""), "not_an_upload", "a part of the upload's place is empty"),
        (place(session_id=""), "not_an_upload", "a part of the upload's place is empty"),
        (place(document_id=""), "not_an_upload", "a part of the upload's place is empty"),
        (place("\ud800"), "not_an_upload", "a part of the upload's place is no Unicode text"),
    ],
    ids=["long", "long in UTF-8", "no filename", "no session", "no document", "no text"],
)
def test_places_no_store_can_name_are_refused(uploads: Uploads, wrong: UploadPlace, code: str, message: str) -> None:
    with pytest.raises(Invalid, match=message) as caught:
        uploads.put(wrong, b"x")

    assert caught.value.code == code
    with pytest.raises(Invalid, match=message):
        uploads.link(wrong, seconds=60)


def holds(uploads: Uploads, where: UploadPlace) -> bool:
    try:
        uploads.get(where, limit=10)
    except NotFound:
        return False
    return True


def test_only_what_was_put_exists(uploads: Uploads) -> None:
    uploads.put(place(), b"x")

    assert (uploads.exists(place()), uploads.exists(place("other.yaml"))) == (True, False)


def test_a_version_that_does_not_lie_there_is_not_the_newest(uploads: Uploads) -> None:
    uploads.put(place(), b"x")

    assert (uploads.is_newest(place(), "another"), uploads.is_newest(place(), "")) == (False, True)
    assert not uploads.is_newest(place("other.yaml"), "another")
