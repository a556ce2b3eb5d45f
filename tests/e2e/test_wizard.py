"""
The wizard's walk, and its restoration, against the embedded server, with a language model configured.

The model is never asked: every walk is one of specifications alone.

What happens on the same walk for other applications than REST ones:

* SCIM (schemas and resource types of the running service): metadata, classes, relations, attributes and endpoints are
  read from them; the scripts customise what the framework discovers by itself, so some are empty, with the reason in
  the job's `errors`.
* SQL (statements, or table exports): the wizard reads classes and attributes only, and asks for scripts without
  endpoints. The schema comes as scripts; search, create, update and delete are the framework's own for tables, so
  their code is empty, with the reason. `endpoints` is refused (`endpoint_extraction_not_supported`).
"""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from uuid import uuid5

import pytest

from tests.architecture.artefacts import ROOT
from tests.compiler.scim.documents import EVERYTHING
from tests.e2e.server import Server, serving
from tests.e2e.wizard import Wizard
from tests.fakes.models import ModelServer, Say, speaking
from tests.functional.ids import NAMESPACE

EXAMPLE = (ROOT / "events" / "example" / "openapi.yaml").read_bytes()
FORGEJO = ROOT.parent / "shared" / "evaluation" / "specs" / "forgejo" / "swagger.v1.json"
TABLES = b"""
CREATE TABLE users (id integer PRIMARY KEY, login varchar(80) NOT NULL UNIQUE, mail varchar(200));
CREATE TABLE groups (id integer PRIMARY KEY, name varchar(80) NOT NULL);
CREATE TABLE user_groups (
  user_id integer NOT NULL REFERENCES users(id), group_id integer NOT NULL REFERENCES groups(id),
  PRIMARY KEY (user_id, group_id)
);
"""


@pytest.fixture(name="maker", scope="module")
def _maker() -> Iterator[ModelServer]:
    with speaking(lambda _body: Say(status=400)) as maker:
        yield maker


@pytest.fixture(name="server", scope="module")
def _server(tmp_path_factory: pytest.TempPathFactory, maker: ModelServer) -> Iterator[Server]:
    told = {
        "SEARCH_PROVIDERS": "none",  # a test asks nobody outside
        "LANGUAGE_MODEL_PROVIDER": "openai",
        "LANGUAGE_MODEL_ID": "maker",
        "LANGUAGE_MODEL_URL": f"{maker.url}/v1",
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in told.items():
            environment.setenv(name, value)
        with serving(tmp_path_factory.mktemp("data")) as server:
            yield server


@pytest.fixture(autouse=True)
def _unasked(maker: ModelServer) -> Iterator[None]:
    yield
    assert maker.asked == []


def bundle(wizard: Wizard) -> dict[str, str]:
    data = wizard.call("GET", f"session/{wizard.session}/connector/bundle").content
    files = zipfile.ZipFile(io.BytesIO(data))
    return {name: files.read(name).decode() for name in files.namelist()}


def walked(server: Server, name: str, data: bytes) -> Wizard:
    """Walk the whole way for a REST application whose specification was uploaded."""
    wizard = Wizard(server.client, str(uuid5(NAMESPACE, f"wizard {name}")), "rest")
    assert wizard.ensure_session()
    assert wizard.discover("Bramblegate") == []
    wizard.upload(name, data, "application/octet-stream")
    wizard.finish()
    return wizard


def test_the_wizard_s_walk_makes_a_connector(server: Server) -> None:
    wizard = walked(server, "openapi.yaml", EXAMPLE)

    names = [entry["name"] for entry in wizard.kept.classes]
    assert names[:4] == ["Membership", "User", "Group", "Role"]
    assert wizard.kept.relations
    files = bundle(wizard)
    assert {"User.native.schema.groovy", "User.search.all.op.groovy", "connector.manifest.yaml"} <= files.keys()
    assert {text for name, text in files.items() if name.endswith(".groovy")} == set(wizard.kept.scripts.values())
    assert all("'user'" not in text for text in files.values())


def test_a_lost_session_comes_back_as_it_was(server: Server) -> None:
    wizard = walked(server, "restored.yaml", EXAMPLE)
    before = bundle(wizard)
    first = next(iter(wizard.kept.scripts))
    wizard.kept.scripts[first] = before_edit = f"{wizard.kept.scripts[first]}// edited by a person\n"
    assert not wizard.restore()
    wizard.call("DELETE", f"session/{wizard.session}")

    assert wizard.restore()

    after = bundle(wizard)
    assert before.keys() == after.keys()
    assert before_edit in after.values()
    names = [entry["name"] for entry in wizard.kept.classes]
    seen = wizard.call("GET", f"digester/{wizard.session}/classes").json()["result"]["objectClasses"]
    assert [(entry["name"], entry["confidence"]) for entry in seen][:2] == [("Membership", "high"), ("User", "high")]
    assert names == [entry["name"] for entry in seen]
    relations = list(wizard.kept.relations)
    wizard.relate(wizard.list_classes())
    assert wizard.kept.relations == relations
    wizard.write("User")


def test_a_scim_application_goes_the_same_way(server: Server) -> None:
    wizard = Wizard(server.client, str(uuid5(NAMESPACE, "wizard scim")), "scim")
    for name, document in EVERYTHING.items():
        wizard.upload(name, json.dumps(document).encode(), "application/scim+json")
    wizard.finish()

    assert {"User", "Group"} <= wizard.kept.attributes.keys()
    assert wizard.kept.metadata["apiType"] == ["scim"]
    assert any(entry["scimAttribute"] == "userName" for entry in wizard.kept.attributes["User"].values())
    assert [each["method"] for each in wizard.kept.endpoints["User"]].count("GET") >= 2


def test_a_database_goes_the_shorter_way(server: Server) -> None:
    wizard = Wizard(server.client, str(uuid5(NAMESPACE, "wizard sql")), "sql")
    wizard.upload("tables.sql", TABLES, "application/sql")
    names = wizard.list_classes()
    for name in names:
        wizard.detail(name, endpoints=False)
        wizard.write(name)
    refused = wizard.call("POST", f"digester/{wizard.session}/classes/{names[0]}/endpoints", (422,))

    assert refused.json()["error"]["code"] == "endpoint_extraction_not_supported"
    assert {"User", "Group"} <= set(names)
    assert [path.rsplit("/", 1)[-1] for path in wizard.kept.scripts if "/User/" in path][:1] == ["native-schema"]


@pytest.mark.skipif(not FORGEJO.exists(), reason="the development set is not there")
def test_the_walk_for_a_large_specification_asks_nobody_outside(server: Server, maker: ModelServer) -> None:
    """Run with -s to see how long it took, how busy the server was, and how many requests it was."""
    began, busy = time.monotonic(), server.busy()
    wizard = walked(server, FORGEJO.name, FORGEJO.read_bytes())
    took, busy = time.monotonic() - began, server.busy() - busy

    jobs = wizard.call("GET", f"session/{wizard.session}/jobs").json()["jobs"]
    print(  # noqa: T201 - what the test is run for
        f"{took:.1f} s, {busy:.1f} s of the processor, {len(jobs)} jobs, {len(maker.asked)} questions to the model, "
        f"{sum(wizard.calls.values())} requests: {dict(wizard.calls)}"
    )
    assert {job["status"] for job in jobs} == {"finished"}
    assert {"User.native.schema.groovy", "connector.manifest.yaml"} <= bundle(wizard).keys()
