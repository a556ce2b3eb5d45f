"""Which pages of a crawl a language model would fetch first, where there is one and somebody asked for it."""

from __future__ import annotations

from typing import Final

from shared.compiler.frontends.llm import candidates as prompts
from shared.domain.job import Job
from shared.domain.session import Session
from shared.domain.web.crawl import Crawl, judge, note, unjudged
from shared.services.asking import Asking

RANKING: Final = "enableLinkRanking"


def judged(asking: Asking | None, session: Session, job: Job, crawl: Crawl, room: int) -> None:
    """
    Let the model put the next pages in order, unless all that wait are among the `room` that are fetched next.

    Each page is asked about once. A model that does not answer is asked no more, which a line of the crawl says; one
    whose answer does not fit leaves the order as it was.
    """
    if asking is None or not crawl.judging or len(crawl.waiting) <= room:
        return
    asked = unjudged(crawl, prompts.LINKS_LIMIT)
    if len(asked) < 2:  # noqa: PLR2004 - one is in order
        return
    links = [(each.url, each.words) for each in asked]
    answer = asking.open(session, job.id).ask(prompts.pages(str(job.input.get("applicationName") or ""), links))
    if answer.ending == "answered":
        judge(crawl, asked, prompts.order(answer.value, len(asked)))
    else:
        note(crawl, f"language model: {answer.why}")
        crawl.judging = answer.ending == "dropped"
