"""Immutable bytes by their hash."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.adapters.clock import SystemClock
from shared.kernel.errors import NotFound
from shared.ports.blobs import Blobs

SPACE = "01a1f906-291a-7315-918d-af597943bfdc"
UNKNOWN = hashlib.sha256(b"never kept").hexdigest()

# Names that mean something to a path, a URL, a file system or a listing by prefix, and one that none could hold.
SPACES = [
    "plain-name",
    "Plain-Name",
    "..",
    ".",
    "a/b",
    "a",
    "../../etc/passwd",
    "/absolute",
    "back\\slash",
    "with space",
    "per%2Fcent",
    "漢字 🜚",
    "nul\0byte",
    "line\nfeed",
    "~tilde",
    "",
    "x" * 5000,
]


@pytest.mark.parametrize("data", [b"", b"text", bytes(range(256)) * 4096], ids=["empty", "text", "a megabyte"])
def test_bytes_come_back_by_their_hash(blobs: Blobs, data: bytes) -> None:
    digest = blobs.put(SPACE, data)

    assert digest == hashlib.sha256(data).hexdigest()
    assert blobs.get(SPACE, digest) == data


def test_keeping_the_same_bytes_again_changes_nothing(blobs: Blobs) -> None:
    digests = [blobs.put(SPACE, b"same") for _ in range(3)]

    assert len(set(digests)) == 1
    assert blobs.get(SPACE, digests[0]) == b"same"


@pytest.mark.parametrize(
    "digest", [UNKNOWN, "", "..", "../../secret", "a" * 63, "a" * 2000, UNKNOWN.upper(), f"{UNKNOWN}\n", "é"]
)
def test_unknown_bytes_are_not_found(blobs: Blobs, digest: str) -> None:
    blobs.put(SPACE, b"something")
    with pytest.raises(NotFound, match="holds no bytes") as caught:
        blobs.get(SPACE, digest)

    assert caught.value.code == "blob_not_found"


def test_any_text_names_a_space_and_spaces_do_not_see_each_other(blobs: Blobs) -> None:
    kept = {space: blobs.put(space, space.encode()) for space in SPACES}
    seen = {space: [other for other in SPACES if sees(blobs, other, digest)] for space, digest in kept.items()}

    assert seen == {space: [space] for space in SPACES}


def test_deleting_a_space_leaves_the_others(blobs: Blobs) -> None:
    kept = {space: blobs.put(space, space.encode()) for space in SPACES}
    for number, space in enumerate(SPACES):
        blobs.delete_space(space)

        assert [other for other in SPACES if sees(blobs, other, kept[other])] == SPACES[number + 1 :]


def test_a_deleted_space_can_be_used_again(blobs: Blobs) -> None:
    blobs.put(SPACE, b"old")
    blobs.delete_space(SPACE)
    digest = blobs.put(SPACE, b"new")

    assert blobs.get(SPACE, digest) == b"new"


def test_an_unknown_space_is_deleted_without_error(blobs: Blobs) -> None:
    kept = blobs.put(SPACE, b"kept")
    blobs.delete_space("nobody-knows-it")

    assert blobs.get(SPACE, kept) == b"kept"


def test_writers_of_the_same_bytes_do_not_meet(blobs: Blobs) -> None:
    with ThreadPoolExecutor(8) as threads:
        digests = list(threads.map(lambda number: blobs.put(SPACE, b"%d" % (number % 2)), range(32), timeout=60))

    assert [blobs.get(SPACE, digest) for digest in digests] == [b"0", b"1"] * 16


def test_a_space_is_listed_and_emptied_piece_by_piece(blobs: Blobs) -> None:
    kept = {blobs.put(SPACE, b"%d" % number) for number in range(5)}
    other = blobs.put("another-space", b"other")
    listed = list(blobs.list(SPACE))

    assert {blob.digest for blob in listed} == kept
    assert all(abs(SystemClock().now() - blob.kept) < timedelta(hours=1) for blob in listed)
    for blob in listed[:2]:
        blobs.remove(SPACE, blob)
        blobs.remove(SPACE, blob)
    assert {blob.digest for blob in blobs.list(SPACE)} == {blob.digest for blob in listed[2:]}
    assert [sees(blobs, SPACE, blob.digest) for blob in listed] == [False, False, True, True, True]
    assert sees(blobs, "another-space", other)
    assert list(blobs.list("nobody-knows-it")) == []


def sees(blobs: Blobs, space: str, digest: str) -> bool:
    try:
        blobs.get(space, digest)
    except NotFound:
        return False
    return True
