"""What the framework cannot do, said with a stable code: the table of codes and the collector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.compiler.writing.scripts import Finding
from shared.kernel.diagnostics import Diagnostic, Location, Severity

CODES: Final[dict[str, tuple[Severity, str]]] = {
    "GRV001": (Severity.ERROR, "A class without an identifier cannot be managed and is left out."),
    "GRV002": (Severity.ERROR, "A class whose objects can neither be listed nor read is left out."),
    "GRV003": (
        Severity.ERROR,
        "Two classes or relations whose names differ only by case or punctuation: one is kept.",
    ),
    "GRV004": (Severity.WARNING, "An attribute whose value cannot be expressed is left out."),
    "GRV005": (Severity.INFO, "An attribute got another name, because the documented one is not legal or is taken."),
    "GRV006": (Severity.WARNING, "An attribute inside a nested value can be read but not written."),
    "GRV007": (Severity.INFO, "A list of nested values is read as JSON text, one text per element, and not written."),
    "GRV008": (Severity.WARNING, "An attribute has another name when an object is created, which is an attribute too."),
    "GRV009": (Severity.WARNING, "An attribute has another name when an object is updated, which is an attribute too."),
    "GRV010": (Severity.ERROR, "The path needs a value the framework does not supply."),
    "GRV011": (Severity.ERROR, "The request's body is not the flat JSON object the framework sends."),
    "GRV012": (Severity.ERROR, "The answer is not the one the framework can read."),
    "GRV013": (Severity.ERROR, "The request needs an input the framework cannot send."),
    "GRV014": (Severity.ERROR, "An attribute the server demands cannot be sent."),
    "GRV015": (Severity.WARNING, "PUT sends only the attributes that changed; a server that replaces loses the rest."),
    "GRV016": (Severity.ERROR, "The request's method cannot be used for this operation."),
    "GRV017": (Severity.ERROR, "A call of JSON-RPC or GraphQL carries an envelope, and the framework cannot make it."),
    "GRV018": (Severity.WARNING, "The framework reports a failure after a deletion answered by 200 without an object."),
    "GRV019": (Severity.ERROR, "The request selects by an attribute that is not the identifier."),
    "GRV020": (Severity.INFO, "A list is read page by page by the connector's own loop, through a helper attribute."),
    "GRV021": (Severity.ERROR, "A list whose next page cannot be found would lose objects and is left out."),
    "GRV022": (Severity.WARNING, "A search filter is left out."),
    "GRV023": (Severity.INFO, "The list answers identifiers only; other attributes come when an object is read."),
    "GRV024": (Severity.WARNING, "Reading one object reads the whole list."),
    "GRV025": (Severity.WARNING, "A multi-valued attribute with one value is sent as a single value, not as a list."),
    "GRV026": (Severity.WARNING, "An input with no documented default is not sent."),
    "GRV027": (Severity.WARNING, "A state that is changed by a request of its own cannot be changed by an update."),
    "GRV028": (
        Severity.WARNING,
        "A list is documented to answer one object, which is taken for the whole list.",
    ),
    "GRV029": (Severity.ERROR, "A search beside the list is left out: it does not answer all the objects it finds."),
    "GRV030": (Severity.ERROR, "A relation that the framework cannot follow is left out."),
    "GRV031": (Severity.WARNING, "Membership can be read but not changed through this relation."),
    "GRV032": (Severity.INFO, "A reference is kept as the plain value on the wire."),
    "GRV033": (Severity.INFO, "A relation is managed as objects of a class of their own."),
    "GRV034": (Severity.INFO, "A list is read once for each object it is inside of."),
    "GRV035": (Severity.INFO, "Filling a relation costs one request more for every object that is read."),
    "GRV036": (
        Severity.WARNING,
        "Only the first page of a list is read: it has a page size or cursor, but nothing known leads to the next.",
    ),
    "GRV040": (Severity.ERROR, "No documented way to authenticate is one the framework knows."),
    "GRV041": (Severity.WARNING, "A constant header cannot be sent together with this way to authenticate."),
    "GRV042": (Severity.INFO, "The class has one identifier only; it is also its name."),
    "GRV050": (Severity.INFO, "A script is written in Groovy although YAML was asked for, which cannot say it."),
    "GRV051": (Severity.ERROR, "A SCIM resource without a name is left alone: the framework cannot show its objects."),
    "GRV052": (Severity.WARNING, "The framework does not write SCIM resources: nothing is created or changed."),
    "GRV053": (
        Severity.WARNING,
        "The framework asks a SCIM service for pages by their number, and sends it no filters.",
    ),
    "GRV054": (Severity.INFO, "A SCIM script names attributes by their paths, which the service's schemas must have."),
    "GRV060": (Severity.WARNING, "A class of another kind of target is left out: a connector has a single target."),
    "GRV061": (
        Severity.INFO,
        "No single column identifies a row; the SQL connector joins those of the primary key.",
    ),
    "GRV062": (Severity.WARNING, "A password column is read and written as it is, like any other column."),
    "GRV063": (Severity.INFO, "The SQL connector makes references from foreign keys by itself; no script says more."),
}

NOWHERE: Final = Location("", "")


@dataclass(frozen=True, slots=True)
class Findings:
    """Collects findings in the order they are made; a finding made twice is kept once."""

    collected: dict[Finding, None]

    @classmethod
    def none(cls) -> Findings:
        """Return an empty collector."""
        return cls({})

    def add(  # noqa: PLR0913 - a finding is these six facts
        self, code: str, owner: str, part: str, message: str, at: tuple[Location, ...] = (), *, remedy: str = ""
    ) -> None:
        """Record that `code` applies to `part` of the class or relation `owner`, at the first of the places `at`."""
        place = next(iter(at), NOWHERE)
        diagnostic = Diagnostic(code=code, severity=CODES[code][0], message=message, at=place, remedy=remedy)
        self.collected[Finding(owner=owner, part=part, diagnostic=diagnostic)] = None

    def all(self) -> tuple[Finding, ...]:
        """Return the findings, first made first."""
        return tuple(self.collected)
