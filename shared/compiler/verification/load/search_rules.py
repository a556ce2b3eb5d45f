"""Rules of searches: who answers which filter, and that lists end."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.verification.evaluation.values import Function
from shared.compiler.verification.framework.classes import ClassSchema
from shared.compiler.verification.framework.connector import LoadedConnector
from shared.compiler.verification.framework.loading import Place
from shared.compiler.verification.framework.operations import ClassOperations
from shared.compiler.verification.framework.searches import CustomSearch, SearchEndpoint
from shared.compiler.verification.load.calls_in import calls_in, text_of


def check_searches(connector: LoadedConnector) -> None:
    """Report every broken rule of the searches of `connector`."""
    for operations in connector.operations.classes.values():
        declared = connector.schema.find(operations.name)
        _check_empty_filter(connector, operations)
        _check_claims(connector, operations)
        for custom in operations.search.customs:
            _check_custom(connector, custom)
        for endpoint in operations.search.endpoints.values():
            _check_endpoint(connector, endpoint)
        if declared is not None:
            _check_names(connector, operations, declared)
            _check_emulated(connector, operations, declared)
            _check_by_identifier(connector, operations, declared)
    if connector.operations.whole:
        _check_resolvers(connector)


def _check_empty_filter(connector: LoadedConnector, operations: ClassOperations) -> None:
    answering = [it for it in operations.search.handlers if it.answers_everything]
    for handler in answering[1:]:
        setting = handler.settings.get("emptyFilterSupported")
        place = setting.place if setting else handler.place
        message = f"two requests answer the empty filter of `{operations.name}`."
        connector.loading.report("LOD030", place, message, operations.name)


def _check_claims(connector: LoadedConnector, operations: ClassOperations) -> None:
    seen: set[tuple[str, str]] = set()
    for claim in (one for it in operations.search.handlers for one in it.filters):
        if (claim.attribute, claim.operator) in seen:
            message = f"two requests of `{operations.name}` answer {claim.operator} of `{claim.attribute}`."
            connector.loading.report("LOD065", claim.place, message, claim.attribute)
        seen.add((claim.attribute, claim.operator))


def _check_custom(connector: LoadedConnector, custom: CustomSearch) -> None:
    if "emptyFilterSupported" not in custom.settings and not custom.filters:
        message = "`custom` must say which filter it answers, or whether it answers the empty one."
        connector.loading.report("LOD033", custom.place, message, "custom")


def _check_endpoint(connector: LoadedConnector, endpoint: SearchEndpoint) -> None:
    report = connector.loading.report
    ends = endpoint.value("singleResult") or endpoint.code("pagingSupport")
    if endpoint.answers_everything and not ends:
        report("LOD060", endpoint.place, f"`{endpoint.path}` would be asked for without end.", endpoint.path)
    if endpoint.answers_everything and "emptyFilterSupported" not in endpoint.settings:
        report("LOD077", endpoint.place, f"`{endpoint.path}` does not say that it lists everything.", endpoint.path)
    if endpoint.path.startswith("/") or "?" in endpoint.path:
        report("LOD064", endpoint.place, f"`{endpoint.path}` must be relative and without a query.", endpoint.path)
    extractor = endpoint.code("objectExtractor")
    if extractor is not None and not any(it.name == "statusCode" for it in calls_in(extractor.closure)):
        report("LOD062", endpoint.settings["objectExtractor"].place, f"`{endpoint.path}` never looks at the status.")


def _check_names(connector: LoadedConnector, operations: ClassOperations, declared: ClassSchema) -> None:
    for claim in (one for it in operations.search.handlers for one in it.filters):
        if declared.named(claim.attribute) is None:
            message = f"`{operations.name}` has no attribute `{claim.attribute}`."
            connector.loading.report("LOD035", claim.place, message, claim.attribute)


def _check_emulated(connector: LoadedConnector, operations: ClassOperations, declared: ClassSchema) -> None:
    for resolver in operations.search.resolvers:
        for name in resolver.names:
            attribute = declared.attributes.get(name)
            if attribute is None:
                message = f"`{operations.name}` has no attribute `{name}`."
                connector.loading.report("LOD035", resolver.place, message, name)
            elif attribute[0].value("emulated") is True:
                place = attribute[0].settings["emulated"].place
                connector.loading.report("LOD028", place, f"`{name}` is emulated and has a resolver.", name)


def _check_by_identifier(connector: LoadedConnector, operations: ClassOperations, declared: ClassSchema) -> None:
    uid = declared.special("__UID__")
    found = operations.search.handler(uid.protocol_name, "eq") if uid else None
    if uid is not None and found is None and "update" in operations.writes and connector.operations.whole:
        message = f"`{operations.name}` can be updated, but nothing searches by `{uid.protocol_name}`."
        connector.loading.report("LOD061", operations.writes["update"][1], message, uid.protocol_name)
    if found is None or not isinstance(found[0], SearchEndpoint):
        return
    endpoint = found[0]
    if not endpoint.value("singleResult") and not endpoint.code("pagingSupport"):
        message = f"`{endpoint.path}` does not say that it has a single result."
        connector.loading.report("LOD080", endpoint.place, message, endpoint.path)


def _check_resolvers(connector: LoadedConnector) -> None:
    for other, body, place in _resolver_searches(connector):
        operations = connector.operations.of(other)
        for call in calls_in(body.closure):
            if call.name != "attributeFilter":
                continue
            name = text_of(call.arguments[0] if call.arguments else None)
            if name and (operations is None or operations.search.handler(name, "eq") is None):
                message = f"no request of `{other}` answers a search by `{name}`."
                connector.loading.report("LOD078", place, message, name)


def _resolver_searches(connector: LoadedConnector) -> Iterator[tuple[str, Function, Place]]:
    for declared in connector.schema.classes.values():
        for attribute, _ in declared.attributes.values():
            setting = attribute.resolver.settings.get("search") if attribute.resolver else None
            if setting is not None and isinstance(setting.value, Function):
                yield str(attribute.value("objectClass") or declared.name), setting.value, setting.place
