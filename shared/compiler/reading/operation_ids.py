"""The `operationId` of an operation, which no other of the document may have (OpenAPI 3.1, section 4.8.10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.compiler.model.fragment import Endpoint
from shared.compiler.reading import codes
from shared.kernel.diagnostics import Diagnostic, Severity


def repeated(endpoints: Iterable[Endpoint]) -> Iterator[Diagnostic]:
    """Yield one finding for each of `endpoints` whose operationId an earlier one has; their paths tell them apart."""
    first: dict[str, Endpoint] = {}
    for each in endpoints:
        other = first.setdefault(each.operation_id, each)
        if each.operation_id and other is not each:
            message = f"{other.method} {other.path} has the operationId {each.operation_id!r} too"
            yield codes.finding(codes.OPERATION_ID_TAKEN, Severity.INFO, message, each.source)
