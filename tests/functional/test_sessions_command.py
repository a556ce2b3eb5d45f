"""`connectorsmith sessions` over a folder: tables and JSON, and exit codes that a script can rely on."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from shared.bootstrap import services, workspaces
from shared.cli.host import hosted
from shared.cli.main import main
from shared.domain.principal import LOCAL
from shared.domain.session import Change
from shared.services.zones import Seen
from tests.functional.builders import CHUNK, CREATED, FORKED, WORKSPACE, store_merges, store_workspace

Run = Callable[..., tuple[int, str]]


@pytest.fixture(name="run")
def _run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run an action on the folder that holds the workspace of the events; return its exit code, and what it said."""
    monkeypatch.setenv("COLUMNS", "200")
    with hosted(tmp_path):
        store_workspace()

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["sessions", *arguments, "--data", str(tmp_path)])
        told = capsys.readouterr()
        return code, told.err if code == 1 and not told.out else told.out

    return run


def as_json(run: Run, *arguments: str, code: int = 0) -> Any:  # noqa: ANN401 - any JSON
    found, told = run(*arguments, "--json")
    assert found == code, told
    return json.loads(told)


def test_sessions_are_listed_and_shown(run: Run) -> None:
    listed, told = run("list")
    shown, detail = run("show", WORKSPACE)

    assert (listed, shown) == (0, 0)
    # Nobody gave it a name or a tag.
    assert told.splitlines()[0].split() == ["session", "status", "rev", "changes", "last", "activity"]
    assert [line.split()[:4] for line in told.splitlines()[1:]] == [[WORKSPACE, "active", "2", "uncommitted"]]
    assert ["zone", "data", "2", "keys"] in [line.split() for line in detail.splitlines()]
    assert as_json(run, "list", "--limit", "0") == {"sessions": []}
    assert as_json(run, "list", "--tag", "absent") == {"sessions": []}
    whole = as_json(run, "show", WORKSPACE)
    assert (whole["revision"], [each["revision"] for each in whole["checkpoints"]]) == (2, [1])


def test_a_difference_is_an_exit_code(run: Run) -> None:
    code, told = run("diff", WORKSPACE, "--from", "revision:1", "--zone", "data")

    assert (code, [line.split() for line in told.splitlines()]) == (
        10,
        [["change", "path"], ["added", "data:/more"], ["data:", "1", "added"]],
    )
    assert run("diff", WORKSPACE, "--from", "head") == (0, "no differences\n")
    assert as_json(run, "diff", WORKSPACE, code=10)["stats"]["data"]["added"] == 2


def test_a_session_is_saved_forked_and_restored(run: Run) -> None:
    saved = as_json(run, "checkpoint", WORKSPACE, "--name", "good", "--note", "before the change")
    [first, second] = as_json(
        run, "fork", WORKSPACE, "--name", "try", "--checkpoint", saved["checkpointId"], "--count", "2"
    )["sessions"]
    older = as_json(run, "show", WORKSPACE)["checkpoints"][0]["checkpointId"]

    assert (first["contentHash"], second["contentHash"]) == (saved["contentHash"], saved["contentHash"])
    assert run("restore", WORKSPACE, older, "--dry-run") == (
        10,
        "would be restored; data: 1 removed; docs: 1 removed\n",
    )
    assert run("restore", WORKSPACE, older, "--keep-as", "late") == (0, "restored; data: 1 removed; docs: 1 removed\n")
    assert run("restore", WORKSPACE, "good", "--zone", "data") == (0, "restored; data: 1 added\n")
    assert run("restore", WORKSPACE, "late") == (0, "restored; docs: 1 added\n")
    assert run("restore", WORKSPACE, "late") == (0, "was so already; no differences\n")
    assert run("fork", WORKSPACE)[0] == 0
    [third] = as_json(run, "fork", WORKSPACE, "--checkpoint", "good")["sessions"]
    assert third["forkPoint"]["checkpointId"] == saved["checkpointId"]
    assert run("diff", WORKSPACE, "--from", "good", "--to", "late") == (0, "no differences\n")
    assert as_json(run, "diff", WORKSPACE, "--from", "good")["from"]["ref"] == saved["checkpointId"]
    assert run("diff", WORKSPACE, "--from", "bad") == (
        1,
        f"connectorsmith: session {WORKSPACE} has no checkpoint bad\n",
    )


def test_a_session_is_summarised_and_committed(run: Run) -> None:
    code, told = run("summary", WORKSPACE)

    assert (code, [line.split() for line in told.splitlines()]) == (
        0,
        [
            ["Add", "2", "data", "keys,", "add", "1", "chunk,", "add", "1", "code", "file"],
            ["change", "path"],
            ["added", "code:/User.create.op.groovy"],
            ["added", "data:/discoveryInput"],
            ["added", "data:/more"],
            ["added", f"docs:/{CHUNK}"],
            ["data:", "2", "added;", "docs:", "1", "added;", "code:", "1", "added"],
        ],
    )
    assert run("commit", WORKSPACE)[0] == 1
    done, told = run("commit", WORKSPACE, "--yes")
    commit_id = told.splitlines()[-1].removeprefix("committed ")
    shown = as_json(run, "show", WORKSPACE)
    assert (done, shown["headCommitId"], shown["uncommitted"]) == (0, commit_id, False)
    assert run("diff", WORKSPACE, "--from", "lastCommit") == (0, "no differences\n")
    assert as_json(run, "commit", WORKSPACE, "--yes", code=1)["code"] == "nothing-to-commit"
    [fork] = as_json(run, "fork", WORKSPACE, "--commit", commit_id)["sessions"]
    assert fork["contentHash"] == shown["contentHash"]
    since = as_json(run, "summary", WORKSPACE, "--since", "revision:1", "--full")
    assert (since["title"], since["text"].splitlines()[1:]) == (
        f"Add data key more, add chunk {CHUNK}",
        ["- added data:/more", f"- added docs:/{CHUNK}"],
    )


@pytest.mark.parametrize(("answer", "expected"), [("y", 0), ("no", 1), ("", 1)])
def test_a_person_is_asked_before_a_commit(
    run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, expected: int
) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(answer and f"{answer}\n"))

    assert run("commit", WORKSPACE)[0] == expected
    assert (as_json(run, "show", WORKSPACE)["headCommitId"] is None) == (expected == 1)


def test_a_session_is_committed_in_json_and_brought_back(run: Run) -> None:
    done = as_json(run, "commit", WORKSPACE, "--yes", "--message", "Users")
    older = as_json(run, "show", WORKSPACE)["checkpoints"][0]["checkpointId"]
    as_json(run, "restore", WORKSPACE, older)

    assert (done["message"], done["sessionId"]) == ("Users", WORKSPACE)
    assert run("restore", WORKSPACE, f"commit:{done['commitId']}") == (0, "restored; data: 1 added; docs: 1 added\n")
    assert as_json(run, "show", WORKSPACE)["uncommitted"] is False


def test_what_a_commit_would_be_refused_for_is_shown(run: Run, tmp_path: Path) -> None:
    with hosted(tmp_path):
        zones = workspaces.zones()
        zones.put_file(LOCAL, WORKSPACE, "User.create.op.groovy", "objectClass('User') { creat() }\n", Seen())

    told = run("summary", WORKSPACE)[1]
    refused = run("commit", WORKSPACE, "--yes")

    assert "code-load: code:/User.create.op.groovy LOD010 line 1 column 23: `creat` is unknown in objectClass." in told
    assert refused[0] == 1
    assert as_json(run, "commit", WORKSPACE, "--yes", code=1)["code"] == "validation-failed"


class Terminal(io.StringIO):
    """Somebody who types these lines."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(name="forked")
def _forked(run: Run, tmp_path: Path) -> str:
    """Make a fork of the workspace, which both have gone on from differently."""
    assert run("list")[0] == 0
    with hosted(tmp_path):
        store_merges()
        records = services.sessions().records
        change = Change(event_id="late", kind="data.changed", author="user:local", at=CREATED, delta={"more": [3]})
        records.change(records.get(WORKSPACE), change)
    return FORKED


def test_a_merge_is_walked_through(run: Run, forked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("x\nv\n{\nv\n[2, 3]\n"))

    code, told = run("merge", WORKSPACE, forked, "--message", "both")

    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert code == 0, told
    assert "1/1 data:/more typeChange" in lines
    assert any(line.split("│")[1:-1] == [" 1 ", " [ ", " 2 "] for line in lines if line.count("│") == 4), told
    assert lines[-2].endswith("merged, at revision 4; 1 conflicts resolved")
    assert lines[-1] == "data:/more: took value (resolution)"
    assert run("merge", WORKSPACE, forked) == (0, "already merged, at revision 4\n")


def test_conflicts_that_are_left_are_an_exit_code(run: Run, forked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = as_json(run, "show", WORKSPACE)

    listed = run("merge", WORKSPACE, forked, "--no-walk")
    tried = as_json(run, "merge", WORKSPACE, forked, "--dry-run", code=10)
    refused = as_json(run, "merge", WORKSPACE, forked, code=10)
    monkeypatch.setattr("sys.stdin", Terminal("q\n"))
    left = run("merge", WORKSPACE, forked)

    assert (listed[0], left[0], "data:/more" in listed[1]) == (10, 10, True)
    assert (tried["result"], refused["code"], refused["conflictCount"]) == ("conflicts", "merge-conflict", 1)
    assert as_json(run, "show", WORKSPACE)["contentHash"] == before["contentHash"]
    assert run("merge", WORKSPACE, forked, "--strategy", "theirs")[0] == 0
    assert run("merge", forked, WORKSPACE)[0] == 1
    assert run("merge", forked, WORKSPACE, "--related", "--dry-run")[0] == 0


def test_what_to_look_at_after_a_merge_is_said_in_words(run: Run, forked: str, tmp_path: Path) -> None:
    with hosted(tmp_path):
        zones = workspaces.zones()
        for path in ("a.txt", "A.txt"):
            zones.put_file(LOCAL, forked, path, "text", Seen())

    code, told = run("merge", WORKSPACE, forked, "--strategy", "ours")

    assert code == 0, told
    assert told.splitlines()[-1] == "warning: code:/a.txt: code:/A.txt differs from it in case only"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "nobody"), "Session nobody not found"),
        (("restore", WORKSPACE, "never"), f"session {WORKSPACE} has no checkpoint never"),
        (("diff", WORKSPACE, "--from", "nothing"), "nothing"),
        (("list", "--status", "gone"), "query.status: "),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, arguments: tuple[str, ...], told: str) -> None:
    code, line = run(*arguments)

    assert (code, line.startswith("connectorsmith: "), line.count("\n"), told in line) == (1, True, 1, True)


def test_a_refusal_is_json_where_json_is_wanted(run: Run) -> None:
    assert as_json(run, "show", "nobody", code=1)["code"] == "not-found"


def test_what_others_wrote_does_not_steer_the_terminal(run: Run) -> None:
    as_json(run, "checkpoint", WORKSPACE, "--name", "red\x1b[31m[bold]")

    told = run("show", WORKSPACE)[1]

    assert ("\x1b" in told, "red\N{REPLACEMENT CHARACTER}[31m[bold]" in told) == (False, True)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["sessions", "list", "--data", str(tmp_path / "absent")])

    assert (code, (tmp_path / "absent").exists()) == (1, False)
    assert "there is no folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("connectorsmith.example", "is no address of a service"),
        ("http://connectorsmith.example", "a key is sent over https only"),
        ("http://127.0.0.1:9", "cannot be reached"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_so(
    url: str, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONNECTORSMITH_API_KEY", "cs_secret")

    code = main(["sessions", "list", "--url", url])

    line = capsys.readouterr().err
    assert (code, told in line, "cs_secret" in line) == (1, True, False)


def test_what_is_no_such_service_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.handle_request, daemon=True).start()
        code = main(["sessions", "list", "--url", f"http://127.0.0.1:{server.server_port}"])

    assert (code, "is no Connectorsmith service" in capsys.readouterr().err) == (1, True)
