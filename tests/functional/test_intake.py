"""Uploads, good and bad, through the embedded host's own workers."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from functions.on_documentation_uploaded.handler import handler
from shared.bootstrap.services import documentation, intake, jobs, sessions
from shared.cli.host import Host, hosted
from shared.domain.job import Job
from shared.domain.principal import LOCAL
from shared.domain.upload_place import Delivery, UploadPlace
from shared.kernel.errors import Conflict, NotFound
from shared.services.uploads import UploadRequest

DOCUMENT = "0b8e0000-0000-4000-8000-000000000001"
EXAMPLE = (Path(__file__).parents[2] / "events" / "example" / "openapi.yaml").read_bytes()


@pytest.fixture(name="host")
def _host(tmp_path: Path) -> Iterator[Host]:
    with hosted(tmp_path) as host:
        yield host


@pytest.fixture(name="session")
def _session(host: Host) -> str:
    assert host
    return sessions().create(LOCAL).id


def uploaded(session: str, filename: str, data: bytes, **but: object) -> Job:
    request = UploadRequest(filename=filename, declared_type="", data=data, **but)  # type: ignore[arg-type]
    return settled(session, documentation().upload(LOCAL, session, request).id)


def settled(session: str, job_id: str) -> Job:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        job = jobs().records.get(jobs().sessions.get(session), job_id)
        if job.ended:
            return job
        time.sleep(0.01)
    pytest.fail(f"the upload did not end: {job}")


def a_place(session: str) -> UploadPlace:
    return UploadPlace(session_id=session, document_id=DOCUMENT, filename="notes.md")


def told(host: Host, session: str) -> Delivery:
    """Return what an event says of the upload that lies there now."""
    version = host.engines.uploads.delivery(a_place(session))
    return Delivery(mark=version, version=version)


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return buffer.getvalue()


def alias_bomb() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return ("openapi: 3.1.0\n" + "\n".join(lines)).encode()


BAD = {
    "broken JSON": ("api.json", b'{"openapi": "3.1.0", "paths": {', "api.json: the document is not readable"),
    "broken YAML": ("api.yaml", b"openapi: 3.1.0\npaths: {a: [b\n", "api.yaml: the document is not readable"),
    "alias bomb": ("api.yaml", alias_bomb(), "api.yaml: the document is not readable"),
    "5,000 levels": (
        "api.json",
        b'{"openapi":"3.0.0","x":' + b"[" * 5000 + b"]" * 5000 + b"}",
        "api.json: the document",
    ),
    "5,000 YAML levels": ("api.yaml", b"openapi: 3.0.0\nx: " + b"[" * 5000 + b"]" * 5000, "api.yaml: the document"),
    "not UTF-8": ("notes.md", b"# Caf\xe9 \xff\xfe notes", "notes.md"),
    "unknown type": ("tool.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", "tool.exe is a binary file"),
    "picture": ("logo.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "logo.png is a PNG image"),
    "broken PDF": ("guide.pdf", b"%PDF-1.7\nnothing else", "guide.pdf"),
    "broken DOCX": ("guide.docx", zipped(word=b"x")[:-30], "guide.docx"),
    "zip bomb": ("docs.zip", zipped(bomb_txt=b"\0" * 300_000_000), "docs.zip"),
    "zip of nothing": ("docs.zip", zipped(logo_png=b"\x89PNG\r\n\x1a\n"), "docs.zip holds no document"),
    "blank": ("empty.md", b" \n\t\n", "empty.md is empty"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_upload_fails_with_one_sentence_and_leaves_no_document(session: str, case: str) -> None:
    filename, data, expected = BAD[case]

    job = uploaded(session, filename, data)

    assert job.status == "failed"
    [sentence] = job.errors
    assert sentence.startswith(expected)
    assert (len(sentence) < 300, "\n" in sentence) == (True, False)
    assert documentation().list(LOCAL, session) == ()
    with pytest.raises(NotFound, match=r"Document .* not found"):
        documentation().state(LOCAL, session, job.subject)


def test_a_specification_becomes_chunks_that_name_what_they_hold(session: str) -> None:
    job = uploaded(session, "openapi.yaml", EXAMPLE)

    [bundle] = documentation().list(LOCAL, session)
    [chunk] = bundle.document.chunks
    assert (job.status, dict(job.result or {})["chunks"]) == ("finished", 1)
    assert chunk.metadata["num_endpoints"] == 19
    assert chunk.metadata["category"] == "spec_yaml"
    assert set(chunk.metadata) >= {"filename", "content_type", "parser", "tags", "token_count", "character_count"}


def test_an_archive_becomes_one_document_of_all_its_files(session: str) -> None:
    uploaded(
        session, "docs.zip", zipped(openapi_yaml=EXAMPLE, notes_md=b"# Notes\n\nBe kind.\n", logo_png=b"\x89PNG\r\n")
    )

    [bundle] = documentation().list(LOCAL, session)
    assert {chunk.metadata["filename"] for chunk in bundle.document.chunks} == {"openapi.yaml", "notes.md"}


def test_the_newest_upload_of_a_document_wins(session: str) -> None:
    uploaded(session, "a.md", b"# One\n", document_id=DOCUMENT)
    uploaded(session, "a.md", b"# Two\n", document_id=DOCUMENT)

    [bundle] = documentation().list(LOCAL, session)
    assert bundle.texts == ("# Two\n",)


def test_a_failed_replacement_keeps_the_old_document(session: str) -> None:
    uploaded(session, "a.json", b'{"a": 1}', document_id=DOCUMENT)

    job = uploaded(session, "a.json", b'{"a": ', document_id=DOCUMENT)

    [bundle] = documentation().list(LOCAL, session)
    assert (job.status, json.loads(bundle.texts[0])) == ("failed", {"a": 1})


def test_an_upload_that_replaces_all_takes_the_place_of_every_document(session: str) -> None:
    uploaded(session, "a.md", b"# One\n")
    uploaded(session, "b.md", b"# Two\n")

    uploaded(session, "c.md", b"# Three\n", replaces_all=True)

    [bundle] = documentation().list(LOCAL, session)
    assert bundle.document.filename == "c.md"


def test_an_object_put_without_any_call_is_processed_once(host: Host, session: str) -> None:
    place = a_place(session)
    host.engines.uploads.put(place, b"# Notes\n")
    entry = {"key": f"uploads/{session}/{DOCUMENT}/notes.md", "versionId": host.engines.uploads.delivery(place)}
    event = {"Records": [{"s3": {"object": entry}}] * 2}

    assert handler(event, None) == {"processed": 2}
    handler(event, None)

    revision = jobs().sessions.get(session).revision
    jobs_seen = {settled(session, job.id).status for job in documentation().list_uploads(LOCAL, session)}
    [bundle] = documentation().list(LOCAL, session)
    handler(event, None)
    assert (jobs_seen, bundle.document.id, bundle.texts) == ({"finished"}, DOCUMENT, ("# Notes\n",))
    assert jobs().sessions.get(session).revision == revision


def put(host: Host, session: str, data: bytes) -> None:
    """Put bytes directly under the same name, and wait until they have been processed."""
    before = len(documentation().list_uploads(LOCAL, session))
    host.engines.uploads.put(a_place(session), data)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = documentation().list_uploads(LOCAL, session)
        if len(found) > before and all(job.ended for job in found):
            return
        time.sleep(0.01)
    pytest.fail("the upload was not processed")


def test_the_same_bytes_put_again_later_are_a_new_upload(host: Host, session: str) -> None:
    for text in (b"# A\n", b"# B\n", b"# A\n"):
        put(host, session, text)
    assert [bundle.texts for bundle in documentation().list(LOCAL, session)] == [("# A\n",)]

    documentation().delete(LOCAL, session, DOCUMENT)
    put(host, session, b"# A\n")

    assert [bundle.texts for bundle in documentation().list(LOCAL, session)] == [("# A\n",)]


def test_a_restart_brings_nothing_back_that_was_deleted_or_replaced(tmp_path: Path) -> None:
    with hosted(tmp_path):
        session = sessions().create(LOCAL).id
        gone = uploaded(session, "gone.md", b"# Gone\n").subject
        uploaded(session, "old.md", b"# Old\n", document_id=DOCUMENT)
        uploaded(session, "new.md", b"# New\n", document_id=DOCUMENT)
        documentation().delete(LOCAL, session, gone)
        revision = jobs().sessions.get(session).revision

    with hosted(tmp_path) as host:
        host.resume()
        host.drain(20)

        assert [bundle.texts for bundle in documentation().list(LOCAL, session)] == [("# New\n",)]
        assert jobs().sessions.get(session).revision == revision


def test_an_upload_a_crash_left_behind_is_processed_after_a_restart(tmp_path: Path) -> None:
    with hosted(tmp_path) as host:
        session = sessions().create(LOCAL).id
        host.close_workers()
        documentation().upload(LOCAL, session, UploadRequest(filename="a.md", declared_type="", data=b"# A\n"))

    with hosted(tmp_path) as host:
        host.resume()
        host.drain(20)

        assert [bundle.texts for bundle in documentation().list(LOCAL, session)] == [("# A\n",)]


def test_a_place_that_is_no_uuid_makes_a_document_routes_can_name(host: Host, session: str) -> None:
    host.engines.uploads.put(UploadPlace(session_id=session, document_id="handbook", filename="a.md"), b"# A\n")
    host.drain(20)

    [bundle] = documentation().list(LOCAL, session)
    assert str(UUID(bundle.document.id)) == bundle.document.id


def test_deleting_all_documents_takes_those_on_their_way_along(session: str) -> None:
    offer = documentation().link(LOCAL, session, "late.md")

    documentation().delete_all(LOCAL, session)

    [job] = documentation().list_uploads(LOCAL, session)
    assert (job.status, job.errors) == ("failed", ("The document was removed before it was processed.",))
    with pytest.raises(NotFound, match="not found"):
        documentation().state(LOCAL, session, offer.document_id)


def test_an_upload_withdrawn_before_its_event_is_not_processed_when_it_comes(host: Host, session: str) -> None:
    host.close_workers()
    request = UploadRequest(filename="notes.md", declared_type="", data=b"# Late\n", document_id=DOCUMENT)
    documentation().upload(LOCAL, session, request)

    documentation().delete_all(LOCAL, session)
    for _ in range(2):
        intake().process(a_place(session), told(host, session))

    [job] = documentation().list_uploads(LOCAL, session)
    assert (job.status, documentation().list(LOCAL, session)) == ("failed", ())


def test_one_delivery_at_two_workers_takes_effect_once(host: Host, session: str) -> None:
    host.close_workers()
    host.engines.uploads.put(a_place(session), b"# Notes\n")
    delivery = told(host, session)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: intake().process(a_place(session), delivery), range(16)))

    [job] = documentation().list_uploads(LOCAL, session)
    assert (job.status, len(documentation().list(LOCAL, session))) == ("finished", 1)


def test_an_event_about_bytes_that_were_replaced_leaves_the_work_to_the_newer_one(host: Host, session: str) -> None:
    host.close_workers()
    first = documentation().upload(LOCAL, session, a_request(b"# One\n"))
    one = told(host, session)
    second = documentation().upload(LOCAL, session, a_request(b"# Two\n"))
    two = told(host, session)

    for delivery in (two, one, two):
        intake().process(a_place(session), delivery)
    documentation().delete(LOCAL, session, DOCUMENT)
    for delivery in (one, two):
        intake().process(a_place(session), delivery)

    ended = {job.id: job.status for job in documentation().list_uploads(LOCAL, session)}
    assert ended == {first.id: "failed", second.id: "finished"}
    assert documentation().list(LOCAL, session) == ()


def test_a_link_does_not_destroy_an_upload_on_its_way(host: Host, session: str) -> None:
    host.close_workers()
    documentation().upload(LOCAL, session, a_request(b"# One\n"))

    with pytest.raises(Conflict, match="is being processed"):
        documentation().link(LOCAL, session, "notes.md", DOCUMENT)


def a_request(data: bytes) -> UploadRequest:
    return UploadRequest(filename="notes.md", declared_type="", data=data, document_id=DOCUMENT)


def test_replacing_all_replaces_more_than_a_transaction_carries(session: str) -> None:
    for number in range(70):
        uploaded(session, f"{number}.md", b"# One\n")

    uploaded(session, "only.md", b"# Only\n", replaces_all=True)

    [bundle] = documentation().list(LOCAL, session)
    assert bundle.document.filename == "only.md"


def test_an_event_about_something_else_is_ignored(host: Host) -> None:
    assert host

    assert handler({"Records": [{"s3": {"object": {"key": "blobs/a/b"}}}]}, None) == {"processed": 0}


def test_an_upload_to_a_session_that_is_gone_belongs_to_nobody(host: Host, session: str) -> None:
    place = a_place(session)
    sessions().delete(LOCAL, session)
    host.engines.uploads.put(place, b"# Notes\n")

    intake().process(place, Delivery(mark="delivery"))

    assert not host.engines.uploads.exists(place)
    with pytest.raises(NotFound, match="not found"):
        sessions().describe(LOCAL, session)


def test_two_hosts_cannot_share_a_folder(host: Host, tmp_path: Path) -> None:
    assert host

    with pytest.raises(Conflict, match="is in use by another connectorsmith process"), hosted(tmp_path):
        pytest.fail("unreachable")
