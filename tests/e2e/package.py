"""
The built template as the emulator can run it: the same resources, with other code locations and another runtime.

With `Runtime: python3.x` the emulator names every error `Runtime.HandlerError`, and no Retry or Catch of a state
machine would match; as a custom runtime, under AWS's own runtime client, errors keep their names. It gives custom
runtimes no layers either, so the start script puts the layer's folder on the path.
"""

from __future__ import annotations

import io
import json
import shlex
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tests.architecture.artefacts import BUILD, ROOT, template
from tests.architecture.expansion import expanded
from tests.architecture.runtime import command, python_path
from tests.e2e.routes import with_routes

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET = "artefacts"
_EXECUTABLE = 0o755 << 16
_STAGE_OF_API = "HttpApiApiGatewayDefaultStage"


def packaged(client: S3Client, endpoint: str, runtime: Path) -> dict[str, Any]:
    """Return the template, its code uploaded and its serverless resources expanded as AWS would."""
    document = template()
    for name, resource in document["Resources"].items():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::Function":
            properties["CodeUri"] = _upload(client, f"{name}.zip", _code(name, endpoint, runtime))
            properties["Runtime"] = "provided.al2023"
        elif resource["Type"] == "AWS::Serverless::StateMachine":
            definition = (BUILD / properties["DefinitionUri"]).resolve().relative_to(ROOT)
            properties["DefinitionUri"] = _upload(client, f"{definition.stem}.json", _json(ROOT / definition))
        elif resource["Type"] == "AWS::Serverless::LayerVersion":
            properties["ContentUri"] = _upload(client, f"{name}.zip", _zip({"python/layer": b""}))
    del document["Globals"]["Function"]["Runtime"]
    return with_routes(expanded(document))


def _upload(client: S3Client, key: str, data: bytes) -> str:
    client.put_object(Bucket=BUCKET, Key=key, Body=data)
    return f"s3://{BUCKET}/{key}"


def _json(definition: Path) -> bytes:
    # AWS reads definitions in YAML as well; the emulator does not.
    return json.dumps(yaml.safe_load(definition.read_text(encoding="utf-8"))).encode()


def _code(function: str, endpoint: str, runtime: Path) -> bytes:
    lines = [
        "#!/bin/sh",
        f"export AWS_ENDPOINT_URL={shlex.quote(endpoint)}",
        f"export PYTHONPATH={shlex.quote(python_path(function, runtime))}",
        f'exec {shlex.join(command(""))[:-2]} "$_HANDLER"',
    ]
    return _zip({"bootstrap": "\n".join(lines).encode() + b"\n"})


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = _EXECUTABLE
            archive.writestr(entry, data)
    return buffer.getvalue()
