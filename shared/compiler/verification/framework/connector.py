"""A whole connector, as the framework knows it once it has evaluated every script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.compiler.reading.groovy.cursor import Unreadable
from shared.compiler.reading.groovy.parser import parse
from shared.compiler.reading.groovy.tokens import Malformed
from shared.compiler.reading.groovy.tree import Part, Script
from shared.compiler.verification.evaluation.values import Exhausted, NotSimulated, Scope, Thrown
from shared.compiler.verification.framework.classes import Schema
from shared.compiler.verification.framework.loading import Loading
from shared.compiler.verification.framework.operations import Operations
from shared.compiler.verification.sources import Source

PHASES: Final = ("schema", "authorization", "operation")


@dataclass(frozen=True, slots=True)
class LoadedConnector:
    """What the scripts declare; `scripts` are those that could be read, by path."""

    loading: Loading
    schema: Schema
    operations: Operations
    scripts: Mapping[str, Script] = field(default_factory=dict)


def loaded(sources: Iterable[Source], *, whole: bool = True) -> LoadedConnector:
    """
    Evaluate `sources` in the order of the framework's phases, and return what they declare.

    What is wrong is recorded and passed over, so that one script shows all its defects. `whole` says that these are all
    the scripts of a connector; otherwise nothing is said about what others may declare.
    """
    loading = Loading()
    schema = Schema(loading)
    operations = Operations(loading, schema)
    ordered = sorted(sources, key=lambda it: PHASES.index(it.phase))
    read_scripts = [(source, read(loading, source)) for source in ordered]
    operations.whole = whole and all(script is not None for _, script in read_scripts)
    scripts: dict[str, Script] = {}
    for source, script in read_scripts:
        if script is not None:
            scripts[source.path] = script
            loading.script = source.path
            _evaluate(loading, script, schema if source.phase == "schema" else operations)
    discovered = not operations.classes  # by the service itself, as a SCIM target's are
    partial = discovered or any(it.code == "LOD005" for it in loading.violations)
    operations.whole = operations.whole and not partial
    return LoadedConnector(loading, schema, operations, scripts)


def read(loading: Loading, source: Source) -> Script | None:
    """Return the script that `source` is; None, and a violation, where it cannot be read."""
    loading.script = source.path
    at = next((place for place, character in enumerate(source.text) if not character.isascii()), None)
    if at is not None:
        loading.report("LOD003", Part(start=at, end=at + 1), f"`{source.text[at]}` is not ASCII.", source.text[at])
    try:
        return parse(source.text)
    except Malformed as malformed:
        loading.report("LOD001", Part(start=malformed.offset, end=malformed.offset + 1), f"{malformed.reason}.")
    except Unreadable as unreadable:
        part = Part(start=unreadable.offset, end=unreadable.offset + 1)
        loading.report("LOD002", part, f"This was not checked: {unreadable.reason}.")
    except RecursionError:
        loading.report("LOD002", Part(start=0, end=1), "This was not checked: it is nested too deeply.")
    return None


def _evaluate(loading: Loading, script: Script, root: Schema | Operations) -> None:
    scope = Scope(delegate=root)
    for statement in script.statements:
        part = Part(start=statement.start, end=statement.end)
        try:
            if not loading.interpreter.evaluate(statement, scope):
                return
        except Thrown as thrown:
            loading.report("LOD004", part, f"{thrown.type}: {thrown.message}.", thrown.type)
        except (NotSimulated, Exhausted) as unknown:
            loading.report("LOD005", part, f"This was checked in part: {unknown}.")
        except RecursionError:
            loading.report("LOD005", part, "This was checked in part: it is nested too deeply.")
