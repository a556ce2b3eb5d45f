"""What a folder adds to the contract: nothing leaves it, nothing is half there, links are signed."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from shared.adapters import durable_files
from shared.adapters.clock import SystemClock
from shared.adapters.files import FileBlobs, FileUploads
from shared.domain.upload_place import place_of
from shared.kernel.errors import Invalid
from shared.ports.blobs import Blobs, UploadPlace
from tests.fakes.clock import FakeClock

PLACE = UploadPlace(session_id="session", document_id="document", filename="api.yaml")
HOSTILE = UploadPlace(session_id="../..", document_id="..", filename="../../%2e%2e/Ü?#.yaml")


def uploads(folder: Path, clock: FakeClock | None = None, heard: list[UploadPlace] | None = None) -> FileUploads:
    listener = [] if heard is None else heard
    return FileUploads(folder, "http://127.0.0.1:8000/", listener.append, clock=clock or FakeClock())


def signed(link: str) -> tuple[str, str]:
    query = parse_qs(urlsplit(link).query)
    return query["expires"][0], query["signature"][0]


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "data"
    FileBlobs(folder).put("../../..", b"x")
    uploads(folder).put(HOSTILE, b"x")

    assert list((tmp_path / "a" / "b").iterdir()) == [folder]
    assert list((tmp_path / "a").iterdir()) == [tmp_path / "a" / "b"]
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_blobs_have_no_address(tmp_path: Path) -> None:
    blobs: Blobs = FileBlobs(tmp_path)

    assert blobs.link("space", "0" * 64, filename="x", media_type="text/plain", seconds=60) is None


def test_an_upload_is_announced_once_it_is_there(tmp_path: Path) -> None:
    found: list[bytes] = []
    store = FileUploads(tmp_path, "", lambda place: found.append(store.get(place, limit=10)))
    store.put(PLACE, b"1")
    store.put(PLACE, b"2")

    assert found == [b"1", b"2"]


def test_another_opening_finds_every_upload(tmp_path: Path) -> None:
    other = UploadPlace(session_id="session", document_id="other", filename="x" * 900)
    for place in (HOSTILE, PLACE, other, PLACE):
        uploads(tmp_path).put(place, b"x")
    uploads(tmp_path).put(UploadPlace(session_id="gone", document_id="d", filename="f"), b"x")
    uploads(tmp_path).delete("gone")

    assert list(uploads(tmp_path).places()) == [PLACE, other, HOSTILE]


def test_an_interrupted_write_leaves_nothing_to_see(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, blobs = uploads(tmp_path), FileBlobs(tmp_path)
    store.put(PLACE, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            store.put(PLACE, b"new")
        with pytest.raises(OSError, match="No space left"):
            blobs.put("space", b"new")

    assert store.get(PLACE, limit=10) == b"old"
    assert [path for path in tmp_path.rglob("scratch/*") if path.is_file()] == []
    assert list((tmp_path / "blobs").rglob("spaces/**/*")) == []


def test_a_space_may_go_in_the_midst_of_a_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs, replace = FileBlobs(tmp_path), Path.replace

    def moved_and_removed(path: Path, target: Path) -> Path:
        found = replace(path, target)
        blobs.delete_space("space")
        return found

    monkeypatch.setattr(Path, "replace", moved_and_removed)
    blobs.put("space", b"x")

    assert list(blobs.list("space")) == []


def test_what_an_interruption_left_is_cleared_after_a_day(tmp_path: Path) -> None:
    durable_files.prepare(tmp_path)
    old, fresh = tmp_path / "scratch" / "old", tmp_path / "scratch" / "fresh"
    (old / "folder").mkdir(parents=True)
    (old / "folder" / "file").write_bytes(b"x")
    fresh.write_bytes(b"x")
    os.utime(old, (0, 0))
    durable_files.prepare(tmp_path)

    assert list((tmp_path / "scratch").iterdir()) == [fresh]


def test_a_link_names_the_place_and_is_good_until_it_expires(tmp_path: Path) -> None:
    clock = FakeClock()
    store = uploads(tmp_path, clock)
    link = store.link(HOSTILE, seconds=60)
    parts = urlsplit(link)

    assert (parts.scheme, parts.netloc, parts.path.count("/")) == ("http", "127.0.0.1:8000", 4)
    assert place_of(unquote(parts.path[1:])) == HOSTILE
    assert store.verify(HOSTILE, *signed(link))
    clock.advance(seconds=59)
    assert store.verify(HOSTILE, *signed(link))
    clock.advance(seconds=1)
    assert not store.verify(HOSTILE, *signed(link))


def test_a_link_is_good_for_nothing_else(tmp_path: Path) -> None:
    store = uploads(tmp_path / "mine")
    expires, signature = signed(store.link(PLACE, seconds=60))
    later = str(int(expires) + int(timedelta(days=1).total_seconds()))
    others = [
        UploadPlace(session_id="session", document_id="document", filename="api.json"),
        UploadPlace(session_id="session", document_id="documen", filename="t/api.yaml"),
        UploadPlace(session_id="other", document_id="document", filename="api.yaml"),
    ]

    assert store.verify(PLACE, expires, signature)
    assert not any(store.verify(other, expires, signature) for other in others)
    assert not store.verify(PLACE, later, signature)
    assert not store.verify(PLACE, "", signature)
    assert not any(store.verify(PLACE, expires, wrong) for wrong in ("", signature[:-1], signature.upper(), "é\ud800"))
    assert not uploads(tmp_path / "theirs").verify(PLACE, expires, signature)


def test_links_outlive_the_process_and_only_the_owner_reads_their_key(tmp_path: Path) -> None:
    link = uploads(tmp_path).link(PLACE, seconds=60)
    [key_file] = tmp_path.glob("upload-links.key*")

    assert uploads(tmp_path).verify(PLACE, *signed(link))
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_a_damaged_key_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "upload-links.key").write_bytes(b"")
    with pytest.raises(RuntimeError, match="is damaged; remove it"):
        uploads(tmp_path)


@pytest.mark.parametrize(
    "key", ["", "uploads", "uploads/s/d", "uploads/s/d/", "uploads//d/f", "blobs/s/d/f", "uploads/s/d/f/g", "/s/d/f"]
)
def test_keys_of_other_things_name_no_place(key: str) -> None:
    with pytest.raises(Invalid, match="the object key names no upload"):
        place_of(key)


def test_old_bytes_that_are_kept_again_outlive_the_removal_of_what_was_listed(tmp_path: Path) -> None:
    blobs = FileBlobs(tmp_path)
    digest = blobs.put("space", b"wanted again")
    listed = list(blobs.list("space"))

    FileBlobs(tmp_path, clock=FakeClock(SystemClock().now() + timedelta(days=2))).put("space", b"wanted again")
    for blob in listed:
        blobs.remove("space", blob)

    assert blobs.get("space", digest) == b"wanted again"
