"""The benchmarks say what they measure, and why they do not where they cannot."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.benchmarks import evaluate, generation, speed, workspaces
from tests.benchmarks.processes import cost

NEEDS_SET = pytest.mark.skipif(not speed.EVALUATION.is_dir(), reason="the development set is not beside the project")
SMALLEST = "scim-rfc7643"


@pytest.mark.parametrize("benchmark", [evaluate, speed])
def test_without_a_development_set_nothing_is_measured(
    benchmark: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmark, "EVALUATION", tmp_path / "absent")
    run = evaluate.main if benchmark is evaluate else speed.main

    assert run([]) == 0
    assert capsys.readouterr().out == f"Skipped: the development set is not at {tmp_path / 'absent'}.\n"


@NEEDS_SET
def test_the_readers_are_scored_per_application(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main([SMALLEST]) == 0

    head, row, mean = capsys.readouterr().out.rstrip().split("\n")
    assert head.split() == [column.removeprefix("attr_")[:8] for column in evaluate.COLUMNS]
    assert (row.split()[0], mean.split()[:3]) == (SMALLEST, ["mean", "of", "specs"])
    assert len(row.split()) == 1 + len(evaluate.COLUMNS)


@NEEDS_SET
def test_the_speed_is_printed_without_a_peer_too(capsys: pytest.CaptureFixture[str]) -> None:
    speed.main(["--runs", "1", "--peer", "no-such-command", SMALLEST])

    told, head, row, *_ = capsys.readouterr().out.split("\n")
    assert told == "Not compared: the peer 'no-such-command' is not installed (connectorgen==0.9.0)."
    assert head.split()[:4] == ["ours", "s", "peer", "s"]
    name, ours, *others = row.split()
    assert (name, others[:2], float(ours) > 0) == (f"{SMALLEST}/default-schemas.json", ["-", "-"], True)


def test_all_scripts_of_a_large_document_are_made_and_work(capsys: pytest.CaptureFixture[str]) -> None:
    generation.main(["--bytes", "450000", "--runs", "1"])

    size, read, made, verified = capsys.readouterr().out.rstrip().split("\n")
    assert re.fullmatch(r"0\.[45] MB, 10 classes, 59 scripts of 0\.1 MB", size)
    assert [it.split()[0] for it in (read, made, verified)] == ["read", "generate", "verify"]
    tried, passed = map(int, re.findall(r"(\d+) (?:operations tried|passed)", verified))
    assert tried == passed > 50


def test_the_cost_of_a_process_is_its_own(tmp_path: Path) -> None:
    program = "import sys; held = b'x' * 100_000_000; print(len(held)); sys.exit('broken')"
    found = cost([sys.executable, "-c", program], tmp_path)

    assert found.output == b"100000000\n"
    assert found.said == "exit code 1: broken"
    assert found.peak > 100_000_000
    assert found.cpu > 0


def test_a_session_costs_no_more_to_fork_and_save_as_it_grows(capsys: pytest.CaptureFixture[str]) -> None:
    workspaces.main(["--runs", "1", "--sizes", "30", "3000"])

    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    ratios = dict(zip(workspaces.ACTS, [list(map(float, row[2:])) for row in rows if row[0] == "ratio"], strict=True))
    for unchanged in ("fork, unchanged", "checkpoint, unchanged"):
        assert max(ratios[unchanged]) <= 1.2
    for reads, transactions, items, gets, puts in ratios.values():
        # What changed lies under one root at first, and under two levels of nodes in the end.
        assert max(reads, transactions, items) <= 1.2
        assert max(gets, puts) <= workspaces.CHANGES
    assert ratios["restore, unchanged"][-1] == 1
