"""The wizard's walk, and its restoration, against the built template on the emulator."""

from __future__ import annotations

import io
import zipfile
from uuid import uuid5

import httpx
import pytest

from tests.architecture.artefacts import ROOT
from tests.e2e.wizard import Wizard
from tests.functional.ids import NAMESPACE

pytestmark = pytest.mark.e2e

EXAMPLE = (ROOT / "events" / "example" / "openapi.yaml").read_bytes()


def bundle(wizard: Wizard) -> dict[str, bytes]:
    link = wizard.call("GET", f"session/{wizard.session}/connector/bundle", (302,)).headers["location"]
    files = zipfile.ZipFile(io.BytesIO(httpx.get(link, trust_env=False).content))
    return {name: files.read(name) for name in files.namelist()}


def test_the_walk_and_its_restoration(api: httpx.Client) -> None:
    wizard = Wizard(api, str(uuid5(NAMESPACE, "wizard deployed")), "rest")
    assert wizard.ensure_session()
    wizard.upload("openapi.yaml", EXAMPLE, "application/octet-stream")
    wizard.finish()
    before = bundle(wizard)
    wizard.call("DELETE", f"session/{wizard.session}")

    assert wizard.restore()

    assert {"User.native.schema.groovy", "User.create.op.groovy", "connector.manifest.yaml"} <= before.keys()
    assert bundle(wizard) == before
