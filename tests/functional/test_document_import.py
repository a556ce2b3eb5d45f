"""Documents that come back: bundles as they were given out, and documents as they are, whatever type is declared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid5

import pytest
import yaml

from shared.compiler.reading.examination import examine
from shared.compiler.reading.joining import joined
from tests.architecture.artefacts import ROOT
from tests.functional.ids import NAMESPACE
from tests.functional.live import Live

EXAMPLE = (ROOT / "events" / "example" / "openapi.yaml").read_bytes()
WRONG = "text/html; charset=UTF-8"
CONNDEV = "application/com.evolveum.conndev+json"
USER = {
    "uid": "User",
    "name": "User",
    "attributes": {"name": "userName", "connId": {"type": "string", "required": True}},
}


@pytest.fixture(name="live", scope="module")
def _live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(tmp_path_factory.mktemp("data")) as live:
        yield live


def named(name: str) -> str:
    return str(uuid5(NAMESPACE, name))


def chunk(name: str, **but: Any) -> dict[str, Any]:  # noqa: ANN401
    whole = {
        "chunkId": named(name),
        "source": "scraper",
        "url": "https://acme.example/docs/users",
        "summary": "Users",
        "content": f"# Users\n\n{name}\n",
        "createdAt": "2026-06-17T13:04:11.512+00:00",
        "scrapeJobIds": [named("job")],
        "metadata": {"filename": "users.md", "content_type": "text/markdown", "chunk_number": 0, "tags": ["user"]},
    }
    return whole | but


def put(live: Live, session: str, document: str, body: Any, content_type: str = WRONG) -> Any:  # noqa: ANN401
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    path = f"/api/v1/session/{session}/documentation/{document}"
    return live.call("PUT", path, content=content, headers={"Content-Type": content_type})


def read(live: Live, session: str, document: str) -> dict[str, Any]:
    found: dict[str, Any] = live.call("GET", f"/api/v1/session/{session}/documentation/{document}").json()
    return found


def test_a_bundle_goes_out_as_it_came_in(live: Live) -> None:
    session, document = live.new_session(), named("document")
    bundle = {"docId": document, "chunks": [chunk("a"), chunk("b", summary="", createdAt="2026-06-17T13:04:12Z")]}

    answer = put(live, session, document, bundle)

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "message": "Documentation imported successfully",
            "sessionId": session,
            "docId": document,
            "importedChunks": 2,
        },
    )
    assert read(live, session, document) == bundle
    assert live.call("HEAD", f"/api/v1/session/{session}/documentation/{document}").status_code == 204


def test_what_one_session_gave_out_another_reads_the_same(live: Live) -> None:
    """A chunk's id counts within its session: a document can be copied while its first session lives."""
    first, second = live.new_session(), live.new_session()
    document = live.upload(first, "openapi.yaml", EXAMPLE)
    bundle = read(live, first, document)

    assert put(live, second, document, bundle, "application/json").json()["importedChunks"] == 1
    assert read(live, second, document) == bundle
    found = [live.job(f"/api/v1/digester/{session}/classes")["result"] for session in (first, second)]
    assert found[0] == found[1]


def test_metadata_may_be_spelled_with_an_at_and_much_may_be_missing(live: Live) -> None:
    session, document = live.new_session(), named("document")
    bare = {key: value for key, value in chunk("a").items() if key in {"chunkId", "source", "content", "createdAt"}}

    put(live, session, document, {"chunks": [bare | {"@metadata": {"tags": ["x"]}}]})

    [found] = read(live, session, document)["chunks"]
    assert (found["metadata"], found["url"], found["summary"], found["scrapeJobIds"]) == ({"tags": ["x"]}, "", "", [])


def test_an_export_that_is_no_bundle_is_read_as_a_document(live: Live) -> None:
    session, document = live.new_session(), named("conndev_ObjectClass_User.json")

    answer = put(live, session, document, USER, CONNDEV)

    assert answer.json()["importedChunks"] == 1
    assert read(live, session, document)["chunks"][0]["metadata"]["tags"][:2] == ["schema", "conndev"]
    classes = live.job(f"/api/v1/digester/{session}/classes")["result"]["objectClasses"]
    assert [entry["name"] for entry in classes] == ["User"]


def test_classes_that_a_connector_exports_need_no_list(live: Live) -> None:
    session = live.new_session()
    put(live, session, named("conndev_ObjectClass_User.json"), USER, CONNDEV)
    base = f"/api/v1/digester/{session}/classes"

    attributes = live.job(f"{base}/User/attributes", params={"apiType": "scim"})["result"]["attributes"]
    unknown = live.job(f"{base}/Nobody/attributes")
    schema = live.job(f"/api/v1/codegen/{session}/classes/User/native-schema", params={"apiType": "scim"})

    assert attributes["userName"]["mandatory"]
    assert (unknown["status"], unknown["errors"]) == (
        "failed", ["The documentation describes no object class Nobody"],
    )  # fmt: skip
    assert schema["status"] == "finished"


@pytest.mark.parametrize("content", [EXAMPLE, b"# Users\n\nGET /users lists users.\n"])
def test_any_other_text_is_a_document_whatever_its_type(live: Live, content: bytes) -> None:
    session, document = live.new_session(), named("document")

    assert put(live, session, document, content).json()["importedChunks"] == 1


def test_an_import_takes_the_place_of_what_was_there(live: Live) -> None:
    session = live.new_session()
    document = live.upload(session, "openapi.yaml", EXAMPLE)

    put(live, session, document, {"chunks": [chunk("a")]})
    assert [each["chunkId"] for each in read(live, session, document)["chunks"]] == [named("a")]
    assert put(live, session, document, {}).json()["importedChunks"] == 0
    assert read(live, session, document) == {"docId": document, "chunks": []}


@pytest.mark.parametrize(
    "bundle",
    [
        {"docId": named("other"), "chunks": []},
        {"docId": "x", "chunks": []},
        {"chunks": [chunk("a"), chunk("a")]},
        {"chunks": ["a"]},
        {"chunks": [chunk("a", source="elsewhere")]},
        {"chunks": [chunk("a", chunkId="a")]},
        {"chunks": [chunk("a", content=None)]},
        {"chunks": [chunk("a", createdAt=5)]},
    ],
)
def test_a_malformed_bundle_is_refused_and_changes_nothing(live: Live, bundle: Any) -> None:  # noqa: ANN401
    session = live.new_session()
    document = live.upload(session, "openapi.yaml", EXAMPLE)
    before = read(live, session, document)

    answer = put(live, session, document, bundle)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_documentation_import")
    assert read(live, session, document) == before


def test_a_chunk_belongs_to_one_document_of_a_session(live: Live) -> None:
    session = live.new_session()
    put(live, session, named("one"), {"chunks": [chunk("a")]})

    answer = put(live, session, named("two"), {"chunks": [chunk("a")]})

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "documentation_import_conflict")
    assert put(live, session, named("one"), {"chunks": [chunk("a")]}).status_code == 200


def test_an_empty_body_is_no_document(live: Live) -> None:
    answer = put(live, live.new_session(), named("document"), b"")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "document_empty")


@pytest.mark.parametrize("name", ["forgejo/swagger.v1.json", "clerk/bapi-2025-11-10.yml"])
def test_a_large_specification_survives_being_cut_and_joined(live: Live, name: str) -> None:
    file = ROOT.parent / "shared" / "evaluation" / "specs" / name
    if not file.exists():
        pytest.skip("the development set is not there")
    session, copy = live.new_session(), live.new_session()
    document = live.upload(session, file.name, file.read_bytes())
    bundle = read(live, session, document)

    put(live, copy, document, bundle)

    assert len(bundle["chunks"]) > 5
    results = [live.job(f"/api/v1/digester/{each}/classes")["result"] for each in (session, copy)]
    found = [[(each["name"], each["confidence"]) for each in one["objectClasses"]] for one in results]
    assert found[0] == found[1]


def cut(text: str, size: int, overlap: int) -> list[str]:
    return [text[max(0, start - overlap) : start + size] for start in range(0, len(text), size)]


@pytest.mark.parametrize("overlap", [0, 90], ids=["end to end", "overlapping"])
@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
def test_a_specification_that_another_service_cut_anywhere_is_whole_again(live: Live, name: str, overlap: int) -> None:
    """Others cut by a count of tokens, with a part of each chunk in the next."""
    text = EXAMPLE.decode() if name.endswith("yaml") else json.dumps(yaml.safe_load(EXAMPLE), indent=1)
    metadata = {"filename": name, "content_type": "application/octet-stream", "parser": name.rpartition(".")[2]}
    parts = [chunk(str(n), content=part, metadata=metadata) for n, part in enumerate(cut(text, 1777, overlap))]
    session, whole = live.new_session(), live.new_session()
    live.upload(whole, name, EXAMPLE)

    assert put(live, session, named("document"), {"chunks": parts}).json()["importedChunks"] == len(parts) > 3

    found = [live.job(f"/api/v1/digester/{each}/classes")["result"]["objectClasses"] for each in (session, whole)]
    assert [(each["name"], each["confidence"], bool(each["relevantDocumentations"])) for each in found[0]] == [
        (each["name"], each["confidence"], bool(each["relevantDocumentations"])) for each in found[1]
    ]


def test_a_specification_of_which_a_part_is_missing_is_told_of(live: Live) -> None:
    parts = cut(json.dumps(yaml.safe_load(EXAMPLE), indent=1), 1777, 0)
    metadata = {"filename": "openapi.json", "content_type": "application/json"}
    chunks = [chunk(str(n), content=part, metadata=metadata) for n, part in enumerate(parts) if n != 1]
    session, document = live.new_session(), named("document")

    put(live, session, document, {"chunks": chunks})
    live.job(f"/api/v1/session/{session}/connector")

    [finding] = live.call("GET", f"/api/v1/session/{session}").json()["data"]["digesterOutput"]["diagnostics"]
    assert (finding["code"], finding["document"]) == ("DOC001", "openapi.json")
    assert read(live, session, document) == {"docId": document, "chunks": chunks}


def test_prose_is_joined_as_it_was() -> None:
    text = "".join(f"## Part {number}\n\nNote: words, {'word ' * 4000}\n\n" for number in range(8))
    parts = [piece.content for piece in examine("guide.md", "text/markdown", text.encode()).chunks]

    assert len(parts) > 1
    assert joined(parts, structured=False) == text
