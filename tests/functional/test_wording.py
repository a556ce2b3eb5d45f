"""Summaries and scripts by way of a language model, and without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from shared.bootstrap import asking, services
from shared.bootstrap.model_settings import ModelSettings
from shared.bootstrap.outside import Outside
from shared.bootstrap.outside_settings import OutsideSettings
from shared.cli.host import hosted
from shared.domain.principal import LOCAL
from shared.domain.session import Session
from shared.services.asking import Answer
from tests.fakes.models import ModelServer, Say, speaking

SCRIPT = ("User.create.op.groovy", "objectClass('User') { creat() }")
ERRORS = ("line 1: there is no method creat",)


@contextmanager
def saying(folder: Path, *says: Say) -> Iterator[tuple[Session, ModelServer]]:
    with speaking(list(says)) as server:
        model = ModelSettings(provider="openai", name="maker", url=f"{server.url}/v1", retries=0, seconds=5)
        with hosted(folder, outside=Outside(OutsideSettings(providers=(), model=model))):
            yield services.sessions().create(LOCAL), server


def verify(code: str) -> Sequence[str]:
    return [] if "create()" in code else ["line 1: there is no such method"]


def test_a_summary_is_one_line_or_the_draft(tmp_path: Path) -> None:
    says = [Say(value={"summary": "Read groups"}), Say(value={"summary": "a\nb"}), Say(value={"summary": " "})]
    with saying(tmp_path, *says) as (session, _):
        wording = asking.wording()
        lines = [wording.summary(session, "job", f"Draft {number}", ["group added"]) for number in (1, 2)]
        nothing = wording.summary(session, "job", "Draft", [])

    assert (lines, nothing) == (["Read groups", "Draft 2"], "Draft")


def test_a_script_is_mended_until_it_passes_its_check_or_not_at_all(tmp_path: Path) -> None:
    good, bad = ({"code": f"objectClass('User') {{ {call}() }}", "explanation": "x"} for call in ("create", "make"))
    with saying(tmp_path, Say(value=bad), Say(value=good), Say(value=bad), Say(value=bad)) as (session, server):
        wording = asking.wording()
        mended = wording.mended(session, "job", SCRIPT, ERRORS, verify)
        given_up = wording.mended(session, "job", ("Other", SCRIPT[1]), ERRORS, verify)

    assert mended == Answer(ending="answered", value=good)
    assert given_up == Answer(ending="dropped", why="The answer did not fit what was asked, twice.")
    assert len(server.asked) == 4
    assert "there is no such method" in str(server.asked[1]["messages"][-1])


def test_without_a_model_everything_stays(tmp_path: Path) -> None:
    with hosted(tmp_path, outside=Outside()):
        session = services.sessions().create(LOCAL)
        wording = asking.wording()

        assert wording.summary(session, "job", "Draft", ["x"]) == "Draft"
        assert wording.mended(session, "job", SCRIPT, ERRORS, verify) is None
