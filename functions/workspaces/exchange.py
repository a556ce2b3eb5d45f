"""
One request and its parts, each looked at when its turn comes.

The order is that of the contract: who asks, what they may see, what they may do, whether it was asked before, whether
the body can be read, whether it was decided by the present state; only then the request is acted upon.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar, get_origin

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.responses import Response

from shared.api.json_text import JsonAnswer, parse, validated
from shared.api.principals import Caller
from shared.api.revisions import expected_revision
from shared.bootstrap.workspaces import once_only
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import ApplicationError, Conflict, Invalid, Unsupported
from shared.kernel.hashing import Json, canonical, digest
from shared.services.once import Answer, Broken, Once, Receipt, Wish
from shared.services.zones import Seen

Model = TypeVar("Model", bound=BaseModel)
Work = Callable[[], JsonAnswer]
Again = Callable[[Sequence[Receipt]], JsonAnswer]
"""Complete what an earlier try began, given what it has done, and return the answer that it would have given."""

_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")
_ITEM: Final = re.compile(r'"sha256:([0-9a-f]{64})"')
_SESSION: Final = "the ETag of the session"
_AN_ITEM: Final = "the ETag of the item, or If-None-Match: * to make it"
_KEPT_HEADERS: Final = ("etag", "location")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request of a known principal."""

    caller: Principal
    request: Request
    body: bytes
    once: Once

    def header(self, name: str) -> str | None:
        """Return a header, if it was sent."""
        return self.request.headers.get(name)

    def query(self, model: type[Model]) -> Model:
        """Return the query string as `model`; of what is given twice and is no list, the last counts."""
        given = self.request.query_params
        lists = {field.alias for field in model.model_fields.values() if get_origin(field.annotation) is list}
        value: dict[str, Json] = {name: given[name] for name in given if name not in lists}
        value |= {name: list(given.getlist(name)) for name in given if name in lists}
        return validated(model, value, "query")

    @contextmanager
    def judged(self, look: Callable[[], object]) -> Iterator[None]:
        """
        Let nobody be told what is wrong with a request before `look`, which refuses those who may not ask at all.

        It is called only where something is wrong: what acts upon a right request looks itself.
        """
        try:
            yield
        except (ApplicationError, RequestValidationError):
            look()
            raise

    def json(self, *, optional: bool = False) -> Json:
        """Return the body's value; an empty one may count as `{}`."""
        if optional and not self.body.strip():
            return {}
        kind = (self.header("content-type") or "application/json").partition(";")[0].strip().lower()
        if kind != "application/json" and not kind.endswith("+json"):
            message = f"the body is {kind}; send application/json"
            raise Unsupported(message)
        return parse(self.body)

    def read(self, model: type[Model], *, optional: bool = False) -> Model:
        """Return the body as `model`."""
        return validated(model, self.json(optional=optional))

    def text(self) -> str:
        """Return the body as text."""
        try:
            return self.body.decode()
        except UnicodeDecodeError as error:
            message = "the body is no text in UTF-8"
            raise Unsupported(message) from error

    def revision(self) -> int:
        """Return the revision of the session that the request was decided by."""
        given = self.header("if-match")
        if given is None:
            raise _unconditional(_SESSION)
        revision = expected_revision(given)
        if revision is None:
            raise _unconditional(_SESSION)
        return revision

    def any_revision(self) -> int | None:
        """Return the same, or None where the caller says it may be any."""
        if self.header("if-match") is None:
            raise _unconditional(_SESSION)
        return expected_revision(self.header("if-match"))

    def seen(self) -> Seen:
        """Return the state of an item that the request was decided by."""
        if (self.header("if-none-match") or "").strip() == "*":
            return Seen(absent=True)
        given = self.header("if-match")
        if given is None:
            raise _unconditional(_AN_ITEM)
        if given.strip() == "*":
            return Seen()
        found = _ITEM.fullmatch(given.strip())
        return Seen(hash=found[1] if found else "no item has this tag")

    def is_known(self, tag: str) -> bool:
        """Return whether the caller has what `tag` names already."""
        given = [each.strip().removeprefix("W/") for each in (self.header("if-none-match") or "").split(",")]
        return tag in given or "*" in given

    def told(self, value: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
        """Return a value with its ETag, or only that the caller has it already."""
        if self.is_known(headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return JsonAnswer(value, headers=headers)

    def effect(
        self, session: Session | None, work: Work, *, required: bool = False, again: Again | None = None
    ) -> Response:
        """
        Do `work` once for all requests with the same idempotency key; what changes nothing is not kept.

        A try that broke off between its effect and its answer is gone on with by `again`; where there is none, only
        what it did is told.
        """
        key = self.header("idempotency-key")
        if key is None and required:
            message = "this needs an Idempotency-Key"
            raise Invalid(message, code="idempotency_key_required")
        if key is None:
            return work()
        if not _KEY.fullmatch(key):
            message = "an Idempotency-Key has 1 to 255 visible ASCII characters"
            raise Invalid(message, code="validation_failed")
        wish = Wish(self.request.method, self._route(), key, self._fingerprint(session))
        return self._once(wish, work, again or _told)

    def _once(self, wish: Wish, work: Work, again: Again) -> Response:
        attempt, found = self.once.begin(self.caller, wish)
        if isinstance(found, Answer):
            headers = {**found.headers, "Idempotency-Replayed": "true"}
            return JsonAnswer(json.loads(found.body), found.status, headers)
        receipts = found.receipts if isinstance(found, Broken) else ()
        with self.once.working(attempt, receipts) as done:
            try:
                answer = again(receipts) if receipts else work()
            except (ApplicationError, RequestValidationError):
                self.once.leave(attempt, done)
                raise
        if getattr(answer, "is_dry", False):
            self.once.leave(attempt, done)
        else:
            headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
            self.once.finish(attempt, Answer(answer.status_code, headers, bytes(answer.body).decode()))
        return answer

    def _route(self) -> str:
        return str(getattr(self.request.scope.get("route"), "path", self.request.url.path))

    def _fingerprint(self, session: Session | None) -> str:
        body: Json = self.body.decode("latin-1")
        if self.body.strip():
            try:
                body = parse(self.body)
            except RequestValidationError:  # refused in its turn, after who asks and what for
                body = self.body.decode("latin-1")
        life = session.life if session else ""
        return digest(canonical([self.request.method, self.request.url.path, life, body]))


async def _exchange(request: Request, caller: Caller, once: Annotated[Once, Depends(once_only)]) -> Exchange:
    return Exchange(caller, request, await request.body(), once)


Asked = Annotated[Exchange, Depends(_exchange)]


def _unconditional(what: str) -> Invalid:
    return Invalid(f"this needs If-Match with {what}", code="precondition_required")


def _told(receipts: Sequence[Receipt]) -> JsonAnswer:
    done = receipts[0]
    message = f"the request was done, as event {done.sequence} of session {done.sessions[0]}, but its answer was lost"
    facts = {"sessionIds": list(done.sessions), "eventSeq": done.sequence, "eventType": done.kind}
    raise Conflict(message, code="answer_lost", facts=facts)
