"""`sam deploy`, with the project's settings, of the template exactly as it was built."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.artefacts import BUILD, ROOT
from tests.architecture.expansion import REGION
from tests.e2e.deploy import client

pytestmark = pytest.mark.e2e

SECONDS = 180


def test_the_project_deploys_with_its_own_settings(endpoint: str, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("sam")), "deploy", "--config-file", str(ROOT / "samconfig.toml")]
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251 - a child process needs it
        "HOME": str(tmp_path),
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests",
        "SAM_CLI_TELEMETRY": "0",
    }
    done = subprocess.run(  # noqa: S603 - our own tool
        [*command, "--config-env", "dev", "--template-file", str(BUILD / "template.yaml")],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]

    with client("cloudformation", endpoint) as formation:
        [stack] = formation.describe_stacks(StackName="connectorsmith-dev")["Stacks"]

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]}.items() >= {
        "Stage": "dev",
        "PythonRuntime": "python3.13",
        "Architecture": "arm64",
        "Authentication": "keys",
    }.items()
