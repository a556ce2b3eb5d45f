"""A page to a fragment."""

from __future__ import annotations

import re
from typing import Final

from shared.compiler.frontends.markup.bases import base_of, base_url, procedure_address
from shared.compiler.frontends.markup.credentials import credentials
from shared.compiler.frontends.markup.endpoints import Page, endpoint, schemas
from shared.compiler.frontends.markup.notes import notes
from shared.compiler.frontends.markup.paging import list_parameters
from shared.compiler.frontends.markup.units import Unit, units
from shared.compiler.frontends.markup.vocabulary import vocabulary
from shared.compiler.model.connector import Application, BaseUrl
from shared.compiler.model.fragment import Fragment
from shared.compiler.reading import codes
from shared.compiler.reading.documents import Document
from shared.compiler.reading.markdown import markdown
from shared.compiler.reading.prose_elements import Element, elements
from shared.compiler.reading.words import noun
from shared.kernel.diagnostics import Diagnostic, Location, Severity
from shared.kernel.errors import ApplicationError

MAX_ELEMENTS: Final = 50_000
_TITLE: Final = re.compile(r"(?P<name>\S.{0,60}?)\s+(?:REST|HTTP|Web|RESTful)?\s*API\b", re.IGNORECASE)
_NO_NAMES: Final = frozenset(["the", "our", "rest", "http", "web", "public", "this"])


def read(document: Document) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """
    Return what a page of reference documentation says, and what could not be read.

    Markdown, HTML, reStructuredText, AsciiDoc, Word and PDF; facts stand at `line N` of the page as text. Never raises
    for what the document holds.
    """
    try:
        found = list(elements(markdown(document.name, document.media_type, document.data)))
    except ApplicationError as problem:
        return Fragment(trust="prose"), (_unreadable(document.name, str(problem)),)
    findings = () if len(found) <= MAX_ELEMENTS else (_too_long(document.name),)
    fragment = _fragment(found[:MAX_ELEMENTS], document.name)
    return fragment, findings if fragment.endpoints or fragment.schemas or fragment.authentications else (
        *findings,
        _nothing(document.name),
    )


def _fragment(found: list[Element], document: str) -> Fragment:
    made = units(found)
    shown = [call for unit in made for call in unit.heads]
    base = base_of(shown)
    told = notes(made, base)
    known, names = vocabulary(made, told)
    page = Page(document=document, known=known)
    return Fragment(
        trust="prose",
        application=Application(
            name=_name(made),
            protocols=("rest",) if told else (),
            base_urls=_bases(found, base, document, procedures=any(n.procedure for n in told)),
            source=(Location(document, f"line {_titled(made)}"),),
        ),
        schemas=schemas(page),
        endpoints=tuple(endpoint(page, note, names[at]) for at, note in enumerate(told)),
        authentications=credentials(found, document),
        list_parameters=list_parameters(made, document),
    )


def _bases(found: list[Element], base: str, document: str, *, procedures: bool) -> tuple[BaseUrl, ...]:
    if procedures or not base:
        address, line = procedure_address(found)
        if address and (procedures or re.search(r"rpc", address, re.IGNORECASE)):
            return (base_url(address, document, line),)
    return (base_url(base, document, 1),) if base else ()


def _titled(made: tuple[Unit, ...]) -> int:
    return next((unit.line for unit in made if unit.title), 1)


def _name(made: tuple[Unit, ...]) -> str:
    """Return the application's name where the page's title says it: `Acme REST API`, but not `User API`."""
    title = next((unit.title for unit in made if unit.title), "")
    found = _TITLE.match(title)
    things = {noun(part)[-1:] for unit in made for call in unit.heads for part in call.template.segments}
    if found and noun(found["name"])[-1:] in things:
        return ""
    return found["name"].strip(" -:") if found and found["name"].lower() not in _NO_NAMES else ""


def _unreadable(name: str, problem: str) -> Diagnostic:
    return codes.finding(codes.DOC_UNREADABLE, Severity.ERROR, problem, Location(name, ""))


def _too_long(name: str) -> Diagnostic:
    message = f"the page has more than {MAX_ELEMENTS} paragraphs, tables and the like; the rest was left out"
    return codes.finding(codes.PAGE_TOO_LONG, Severity.WARNING, message, Location(name, ""))


def _nothing(name: str) -> Diagnostic:
    message = "the page shows no request and describes no object"
    return codes.finding(codes.PAGE_WITHOUT_REQUESTS, Severity.INFO, message, Location(name, ""))
