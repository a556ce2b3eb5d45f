"""What one endpoint seems to do, judged by its path, method and bodies alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from shared.compiler.model.fragment import Endpoint, Fragment
from shared.compiler.model.schema import Member
from shared.compiler.passes.addresses import Address, address
from shared.compiler.passes.envelopes import View, opened
from shared.compiler.passes.lexicon import USERS
from shared.compiler.reading.ladders import stem
from shared.compiler.reading.words import folded

SightedKind = Literal["list", "get", "create", "update", "delete", "activate", "deactivate", "other"]
_INVITED: Final = frozenset(["member", "invitation", "invite", "guest", "collaborator", "contact"])
_ASKING: Final = frozenset(
    ["page", "paging", "pagination", "search", "query", "request", "options", "pager", "pageable", "cursor", "params"]
)
_ITEM_KINDS: Final[dict[str, SightedKind]] = {
    "GET": "get", "PUT": "update", "PATCH": "update", "POST": "update", "DELETE": "delete",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """
    One endpoint and what it seems to do.

    `noun` is what the path names; `answered` and `sent` are the words of the schemas in the bodies, envelopes opened.
    `identifier` is the parameter that selects one object. `inside` are the nouns of the places the path only mentions;
    what is no place of its own only orders the paths: there is no `GET /users` where `/users/users` are. `asked` are
    the values in the body of a request that lists, with their paths.
    """

    endpoint: Endpoint
    address: Address
    kind: SightedKind
    identifier: str = ""
    answer: View | None = None
    request: View | None = None
    answered: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    inside: tuple[tuple[str, ...], ...] = ()
    asked: tuple[tuple[tuple[str, ...], Member], ...] = ()

    @property
    def noun(self) -> tuple[str, ...]:
        """Return the words of what the path names, singular."""
        return self.address.noun


def sightings(fragment: Fragment) -> tuple[Sighting, ...]:
    """Return one sighting for each endpoint of `fragment`, in order."""
    known = frozenset(where.collection for e in fragment.endpoints if (where := address(e.path)).noun)
    return tuple(_sighting(fragment, endpoint, known) for endpoint in fragment.endpoints)


def _sighting(fragment: Fragment, endpoint: Endpoint, known: frozenset[str]) -> Sighting:
    where = address(endpoint.path)
    answer = _answer(fragment, endpoint, where)
    request = _request(fragment, endpoint, where)
    identifier = where.identifier or _selecting_parameter(endpoint, where)
    kind = "other" if _changes_many(endpoint, where, request) else _kind(endpoint, where, answer, identifier)
    return Sighting(
        endpoint=endpoint,
        address=where,
        kind=kind,
        identifier=identifier,
        answer=answer,
        request=request,
        answered=_named(answer),
        sent=_named(request),
        asked=tuple(_asked(fragment, request)) if kind == "list" and request else (),
        inside=tuple(thing for thing, at in zip(where.before, where.places, strict=True) if at in known),
    )


def _asked(fragment: Fragment, request: View) -> Iterator[tuple[tuple[str, ...], Member]]:
    """Yield the single values that a body asks with, those in an object that says how to search or page included."""
    for member in request.schema.members:
        told = fragment.resolve(member.schema)
        inner = told.members if told.kind == "object" and folded(member.name) in _ASKING else ()
        nested = [((member.name, each.name), each) for each in inner]
        for path, each in [((member.name,), member), *nested]:
            value = fragment.resolve(each.schema)
            if value.kind in {"scalar", "anything"}:
                yield (*request.path, *path), replace(each, schema=value)


def _named(view: View | None) -> tuple[str, ...]:
    return stem(view.name) if view and view.name else ()


def _answer(fragment: Fragment, endpoint: Endpoint, where: Address) -> View | None:
    if endpoint.answer is None or endpoint.answer.schema is None:
        return None
    single = where.identifier or where.verb in {"get", "create", "update"} or endpoint.method != "GET"
    if where.verb == "list" or (where.verb == "get" and where.plural):
        single = False
    return opened(fragment, endpoint.answer.schema, where.noun, "one" if single else "many")


def _request(fragment: Fragment, endpoint: Endpoint, where: Address) -> View | None:
    if endpoint.request is None or endpoint.request.schema is None:
        return None
    return opened(fragment, endpoint.request.schema, where.noun, "one" if where.qualified else "sent")


def _selecting_parameter(endpoint: Endpoint, where: Address) -> str:
    """Return the query parameter that selects one object where the path does not."""
    if not where.noun:
        return ""
    wanted = _selectors(where.noun)
    named = (p for p in endpoint.parameters if p.placement == "query")
    return next((p.name for p in named if p.name.lower().replace("_", "").replace("-", "") in wanted), "")


def _selectors(noun: tuple[str, ...]) -> frozenset[str]:
    whole, head = "".join(noun), noun[-1]
    endings = ("", "id", "uuid", "key", "name")
    return frozenset(["id", "uuid", "accountid", "gid", "pk", *(f"{n}{e}" for n in (whole, head) for e in endings)])


def _kind(endpoint: Endpoint, where: Address, answer: View | None, identifier: str) -> SightedKind:
    if where.self_service or not where.noun:
        return "other"
    if where.verb:
        return _verb_kind(endpoint, where, answer)
    if where.identifier:
        return _ITEM_KINDS[endpoint.method]
    if where.qualified:
        return _qualified_kind(endpoint, answer)
    return _collection_kind(endpoint, where, answer, identifier)


def _changes_many(endpoint: Endpoint, where: Address, request: View | None) -> bool:
    """Return whether the request makes, replaces or changes several objects: none is selected, a list is sent."""
    listed = request is not None and request.collection == "array" and not request.path
    selected = where.identifier or where.verb or where.qualified
    return listed and endpoint.method in {"POST", "PUT", "PATCH"} and not selected


def _verb_kind(endpoint: Endpoint, where: Address, answer: View | None) -> SightedKind:
    if where.member_action or _ties(where):
        return "other"
    if where.spoken == "details" and not where.identifier and answer and answer.collection in {"array", "map"}:
        return "list"
    if where.verb == "get" and where.through == "":
        many = where.plural or (answer is not None and answer.collection == "array" and not where.identifier)
        by_name = not where.whole_verb or "#" in endpoint.path
        return "list" if many and by_name else "get"
    if where.verb in {"create", "update", "delete"} and endpoint.method == "GET":
        return "other"
    if where.verb in {"update", "delete"} and where.qualified and not where.identifier:
        return "other"  # `DELETE /items/delete/all` ends everything there is
    return where.verb  # type: ignore[return-value]  # the verbs of addresses are kinds


def _ties(where: Address) -> bool:
    """Return whether the verb lets people into something or takes them out: inviting a user makes one, though."""
    person = where.noun[-1] in USERS | _INVITED
    return where.spoken == "kick" or (where.spoken == "invite" and not person)


def _qualified_kind(endpoint: Endpoint, answer: View | None) -> SightedKind:
    last = endpoint.path.rstrip("/").rpartition("/")[2].lower()
    if endpoint.method == "GET" and last.rpartition(".")[2] == "list":
        return "list"
    many = answer is not None and answer.collection in {"array", "map"}
    changes = endpoint.method != "GET" and last.startswith(("bulk", "batch", "import"))
    return "list" if many and endpoint.method in {"GET", "POST"} and not changes else "other"


def _collection_kind(endpoint: Endpoint, where: Address, answer: View | None, identifier: str) -> SightedKind:
    if endpoint.method == "GET":
        if answer is None or answer.collection == "nothing":
            return "list" if where.plural else "other"
        if answer.collection in {"array", "map"}:
            return "list"
        return "get" if identifier else "other"
    if endpoint.method == "POST":
        return "create"
    if endpoint.method == "DELETE":
        return "delete" if identifier else "other"
    return "update"
