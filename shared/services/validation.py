"""Whether a content may be committed: each validator looks at what has changed since a content that passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from shared.domain import trie
from shared.domain.content import Leaf, Roots, Zone, is_made
from shared.domain.forms.holding import resource_under, shortcoming
from shared.domain.session import Session
from shared.kernel.errors import Invalid, TooLarge
from shared.kernel.hashing import Json
from shared.records.content import ContentRecords
from shared.records.values import Values
from shared.services.comparison import path_of
from shared.services.environments import check_spec

_Leaves: TypeAlias = Iterator[tuple[str, Leaf]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one unit."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Validation:
    """What one validator found; nothing is what it should."""

    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Validators:
    """
    The validators of contents.

    `data-schema` looks at the data keys that hold results of the digester, `code-load` at scripts and at files in JSON
    or YAML, `environment-spec` at the environment spec.
    """

    content: ContentRecords

    def check(self, session: Session, before: Roots, after: Roots) -> tuple[Validation, ...]:
        """Return what each validator finds in `after`, given that `before` has passed or is empty."""
        values = Values(self.content.blobs, session.space)

        def changed(zone: Zone) -> _Leaves:
            store = self.content.store(session.space)
            for name, _, leaf in trie.differences(before.of(zone), after.of(zone), store):
                if leaf is not None and not is_made(name):
                    yield name, leaf

        return (
            Validation("data-schema", tuple(_of_data(values, changed("data")))),
            Validation("code-load", tuple(_of_code(values, changed("code")))),
            Validation("environment-spec", tuple(self._of_environment(session, values, before, after))),
        )

    def _of_environment(self, session: Session, values: Values, before: Roots, after: Roots) -> Iterator[Finding]:
        if before.env == after.env:
            return
        leaves = self.content.of(session, after).leaves("env")
        try:
            check_spec({name: values.load(leaf) for name, leaf in leaves.items() if not is_made(name)})
        except (Invalid, TooLarge) as error:
            yield Finding("env:/", error.code, str(error))


def _of_data(values: Values, leaves: _Leaves) -> Iterator[Finding]:
    for key, leaf in leaves:
        artefact = resource_under(key)
        value: Json = None if artefact is None else values.load(leaf)
        if artefact is not None and value is not None and (wrong := shortcoming(artefact, value)):
            yield Finding(path_of("data", key), "data_schema", f"the value {wrong}")


def _of_code(values: Values, leaves: _Leaves) -> Iterator[Finding]:
    for path, leaf in leaves:
        # The load check is large, and few requests get here.
        from shared.services.code_checks import problems  # noqa: PLC0415

        found = problems(path, values.load_text(leaf))
        yield from (Finding(path_of("code", path), code, message) for code, message in found)
