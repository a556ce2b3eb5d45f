"""Check scripts: those of a whole connector, or one beside others."""

from __future__ import annotations

from collections.abc import Iterable

from shared.compiler.verification.framework.connector import LoadedConnector, loaded
from shared.compiler.verification.framework.loading import Violation
from shared.compiler.verification.load.schema_rules import check_schema
from shared.compiler.verification.load.search_rules import check_searches
from shared.compiler.verification.load.write_rules import check_authentication, check_writes
from shared.compiler.verification.sources import Source


def checked(sources: Iterable[Source], *, whole: bool = True) -> tuple[LoadedConnector, tuple[Violation, ...]]:
    """
    Return what `sources` declare, and every rule they break, in the order in which it shows.

    `whole` says that these are all the scripts of a connector: only then can a script miss what another should declare.
    """
    connector = loaded(sources, whole=whole)
    check_schema(connector)
    check_searches(connector)
    check_writes(connector)
    check_authentication(connector)
    return connector, tuple(connector.loading.violations)
