"""Find the documents of an application; so far from the links a person gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from shared.kernel.errors import Invalid
from shared.kernel.hashing import Json
from shared.services.jobs import Outcome
from shared.services.stages import Kept, StageEnd, Stages

LINKS_LIMIT: Final = 50
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """Candidate links of an application."""

    stages: Stages

    def search(self, session_id: str, job_id: str) -> Kept:
        """
        Keep the candidate links, canonical and without repetition, in the order given.

        Raises:
            Invalid: a link is no web address.
        """
        session, job = self.stages.load(session_id, job_id)
        given = job.input.get("starterLinks")
        links = list(dict.fromkeys(canonical_link(str(link)) for link in given)) if isinstance(given, list) else []
        return self.stages.keep_json(session, {"candidateLinks": list[Json](links[:LINKS_LIMIT])})

    def publish(self, session_id: str, job_id: str, candidates: str) -> None:
        """Record the candidate links as the stage's result."""
        session, job = self.stages.load(session_id, job_id)
        found = self.stages.read_json(session, candidates)["candidateLinks"]
        links = found if isinstance(found, list) else []
        enriched: list[Json] = [
            {"title": str(link), "href": link, "body": "", "source": "request", "query": ""} for link in links
        ]
        result: dict[str, Json] = {"candidateLinks": links, "candidateLinksEnriched": enriched}
        self.stages.publish(session, job, StageEnd(stage="discovery", outcome=Outcome(result=result)))


def canonical_link(link: str) -> str:
    """
    Return the address without fragment, default port and upper case in scheme and host (RFC 3986, section 6.2).

    Raises:
        Invalid: it is not an http or https address with a host.
    """
    try:
        parts = urlsplit(link.strip())
        port = parts.port
    except ValueError as error:
        message = f"{link!r} is not a web address: {error}"
        raise Invalid(message, code="bad_link") from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        message = f"{link!r} is not an http or https address without credentials"
        raise Invalid(message, code="bad_link")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    place = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    return urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))
