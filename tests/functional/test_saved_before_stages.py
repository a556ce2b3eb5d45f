"""A stage that runs again saves what it replaces."""

from __future__ import annotations

from shared.bootstrap import services, states, workspaces
from shared.domain.job import JobKind
from shared.domain.principal import LOCAL
from shared.services.jobs import Outcome
from shared.services.restoring import Restoring
from shared.services.stages import StageEnd
from shared.services.states import Reference
from tests.functional.stack import Stack


def run(session_id: str, result: str) -> None:
    """Do what the last task of the code generation does."""
    jobs = services.jobs()
    session = jobs.sessions.get(session_id)
    job = jobs.start(session, JobKind.CODEGEN, {}, "user:local")
    end = StageEnd(stage="codegen", outcome=Outcome(result={"files": result}), delta={"userCreateOutput": result})
    services.stages().publish(session, job, end)


def test_a_bad_run_is_undone_by_one_restore(stack: Stack) -> None:
    session_id = stack.new_session()
    run(session_id, "good")
    assert states.checkpoints().list(LOCAL, session_id) == ()
    run(session_id, "bad")

    [saved] = states.checkpoints().list(LOCAL, session_id)
    assert (saved.automatic, saved.author, saved.note) == (True, "pipeline/codegen", "before codegen")
    revision = services.sessions().records.get(session_id).revision
    workspaces.restores().restore(LOCAL, session_id, Restoring(to=Reference(checkpoint_id=saved.id)), revision)

    data = stack.call("GET", f"/api/v1/session/{session_id}").json()["data"]
    assert (data["userCreateOutput"], data["codegenOutput"]) == ("good", {"files": "good"})
