"""What a language model adds to a search, where there is one and somebody asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from shared.compiler.frontends.llm import candidates as prompts
from shared.domain.job import Job
from shared.domain.session import Session
from shared.domain.web.candidates import Candidate, Wanted
from shared.services.asking import Asking

QUERIES: Final = "llmGeneratedSearchQuery"
RANKING: Final = "enableLinkRanking"


def worded(asking: Asking | None, session: Session, job: Job, wanted: Wanted) -> tuple[Wanted, str]:
    """Return what to look for with the model's queries before the usual ones, and what went wrong, or ""."""
    if asking is None or not job.input.get(QUERIES):
        return wanted, ""
    count = len(wanted.queries)
    prompt = prompts.queries(wanted.application, wanted.version, wanted.protocol, count)
    answer = asking.open(session, job.id).ask(prompt)
    if answer.ending != "answered":
        return wanted, f"language model: {answer.why}"
    found = (" ".join(str(query).split()) for query in answer.value["queries"])
    return replace(wanted, queries=tuple(dict.fromkeys((*found, *wanted.queries)))[:count]), ""


def refined(
    asking: Asking | None, session: Session, job: Job, wanted: Wanted, ranked: Sequence[Candidate]
) -> tuple[tuple[Candidate, ...], str]:
    """Return the candidates in the model's order, those it left out behind, and what went wrong, or ""."""
    if asking is None or not job.input.get(RANKING) or len(ranked) < 2:  # noqa: PLR2004 - one is in order
        return tuple(ranked), ""
    links = [(each.href, each.title, each.body) for each in ranked]
    prompt = prompts.ranking(wanted.application, wanted.version, wanted.protocol, links)
    answer = asking.open(session, job.id).ask(prompt)
    if answer.ending != "answered":
        return tuple(ranked), f"language model: {answer.why}"
    chosen = prompts.order(answer.value, len(ranked))
    rest = (number for number in range(len(ranked)) if number not in chosen)
    return tuple(ranked[number] for number in (*chosen, *rest)), ""
