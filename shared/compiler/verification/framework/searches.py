"""`search { }`: requests, their filters, and searches a script makes itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from shared.compiler.verification.evaluation.values import Function, Invocation, Opaque
from shared.compiler.verification.framework.builder import (
    Builder,
    Handler,
    code_setting,
    constant_setting,
    flag_setting,
    ignored,
    text_setting,
)
from shared.compiler.verification.framework.loading import Loading, Place
from shared.compiler.verification.framework.paths import FilterSpecification


@dataclass(frozen=True, slots=True)
class FilterHandler:
    """A filter that is answered; `send` completes the request, where there is one."""

    attribute: str
    operator: str
    send: Function | None
    place: Place


def _filter(builder: Builder, invocation: Invocation) -> object:
    return FilterSpecification(builder.loading, builder.loading.text(invocation))


def _specification(builder: Builder, invocation: Invocation) -> FilterSpecification | None:
    found = invocation.arguments[0] if invocation.arguments else None
    if isinstance(found, FilterSpecification) and found.operator:
        return found
    if not isinstance(found, Opaque):
        message = "`supportedFilter` needs a filter such as attribute('name').eq()."
        builder.loading.report("LOD011", invocation.at, message, "supportedFilter")
    return None


def _supported_filter(builder: SearchEndpoint, invocation: Invocation) -> None:
    found = _specification(builder, invocation)
    body = builder.loading.body(invocation)
    if body is None:
        message = "`supportedFilter` in a request needs a closure that sends the filter."
        builder.loading.report("LOD031", invocation.at, message, "supportedFilter")
    elif found is not None:
        handler = FilterHandler(found.attribute, found.operator, body, builder.loading.place(invocation.at))
        builder.filters.append(handler)


def _custom_filter(builder: CustomSearch, invocation: Invocation) -> None:
    found = _specification(builder, invocation)
    if found is not None:
        handler = FilterHandler(found.attribute, found.operator, None, builder.loading.place(invocation.at))
        builder.filters.append(handler)


def _single_result(builder: SearchEndpoint, invocation: Invocation) -> None:
    builder.once("singleResult", value=True, invocation=invocation)


class SearchEndpoint(Builder):
    """`endpoint(path) { }` in a search; one per path, however often it is opened."""

    kind = "a search endpoint"
    CONSTANTS = frozenset({"JSON_ARRAY", "JSON_OBJECT"})
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "responseFormat": constant_setting("responseFormat"),
        "objectExtractor": code_setting("objectExtractor"),
        "pagingSupport": code_setting("pagingSupport"),
        "singleResult": _single_result,
        "emptyFilterSupported": flag_setting("emptyFilterSupported"),
        "supportedFilter": _supported_filter,
        "attribute": _filter,
    }

    def __init__(self, loading: Loading, path: str, place: Place) -> None:
        super().__init__(loading)
        self.path, self.place = path, place
        self.filters: list[FilterHandler] = []

    @property
    def answers_everything(self) -> bool:
        """True when it answers the empty filter: as it says, and else when it has no filter."""
        return bool(self.value("emptyFilterSupported", not self.filters))

    def code(self, name: str) -> Function | None:
        """Return the closure `objectExtractor` or `pagingSupport`, if there is one."""
        found = self.value(name)
        return found if isinstance(found, Function) else None


class CustomSearch(Builder):
    """`custom { }`: a search the script makes itself."""

    kind = "custom"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "emptyFilterSupported": flag_setting("emptyFilterSupported"),
        "supportedFilter": _custom_filter,
        "implementation": code_setting("implementation"),
        "attribute": _filter,
    }

    def __init__(self, loading: Loading, place: Place) -> None:
        super().__init__(loading)
        self.place = place
        self.filters: list[FilterHandler] = []

    @property
    def answers_everything(self) -> bool:
        """True when it says that it answers the empty filter."""
        return bool(self.value("emptyFilterSupported", default=False))


def _attribute_names(builder: AttributeResolver, invocation: Invocation) -> None:
    builder.names.extend(it for it in invocation.arguments if isinstance(it, str))


class AttributeResolver(Builder):
    """`attributeResolver { }`: how attributes that are not on the wire are found."""

    kind = "attributeResolver"
    CONSTANTS = frozenset({"PER_OBJECT", "BATCH"})
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "attribute": _attribute_names,
        "attributes": _attribute_names,
        "resolutionType": constant_setting("resolutionType"),
        "search": code_setting("search"),
        "implementation": code_setting("implementation"),
    }

    def __init__(self, loading: Loading, place: Place) -> None:
        super().__init__(loading)
        self.place = place
        self.names: list[str] = []


class Normalisation(Builder):
    """`normalize { }`: one object with several values becomes several objects."""

    kind = "normalize"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "toSingleValue": text_setting("toSingleValue"),
        **{name: code_setting(name) for name in ("rewriteUid", "rewriteName", "restoreUid", "restoreName")},
    }


class ScimLimitations(Builder):
    """`limitations { }` of a SCIM search."""

    kind = "limitations"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "emptyFilterSupported": flag_setting("emptyFilterSupported"),
        "supportedFilter": lambda builder, invocation: _specification(builder, invocation) and None,
        "attribute": _filter,
    }


def _limitations(builder: ScimSearch, invocation: Invocation) -> None:
    builder.loading.open(ScimLimitations(builder.loading), builder.loading.required_body(invocation))


class ScimSearch(Builder):
    """`scim { }` in a search."""

    kind = "scim"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {"limitations": _limitations, "enabled": flag_setting("enabled")}


def _endpoint(builder: Search, invocation: Invocation) -> None:
    first = invocation.arguments[0] if invocation.arguments else None
    if not isinstance(first, str | Opaque):
        message = "a request of a search has a path only, no method."
        builder.loading.report("LOD014", invocation.at, message, "endpoint")
        return
    path = builder.loading.text(invocation)
    place = builder.loading.place(invocation.at)
    found = builder.endpoints.setdefault(path, SearchEndpoint(builder.loading, path, place))
    builder.loading.open(found, builder.loading.body(invocation))


def _custom(builder: Search, invocation: Invocation) -> None:
    found = CustomSearch(builder.loading, builder.loading.place(invocation.at))
    builder.customs.append(found)
    builder.loading.open(found, builder.loading.required_body(invocation))


def _resolver(builder: Search, invocation: Invocation) -> None:
    found = AttributeResolver(builder.loading, builder.loading.place(invocation.at))
    builder.resolvers.append(found)
    builder.loading.open(found, builder.loading.required_body(invocation))


def _normalize(builder: Search, invocation: Invocation) -> None:
    builder.normalisation = builder.normalisation or Normalisation(builder.loading)
    builder.loading.open(builder.normalisation, builder.loading.required_body(invocation))


def _scim(builder: Search, invocation: Invocation) -> None:
    builder.loading.open(ScimSearch(builder.loading), builder.loading.required_body(invocation))


class Search(Builder):
    """`search { }` of one class, from all scripts."""

    kind = "search"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "endpoint": _endpoint,
        "custom": _custom,
        "attributeResolver": _resolver,
        "normalize": _normalize,
        "scim": _scim,
        "sql": ignored,
    }

    def __init__(self, loading: Loading) -> None:
        super().__init__(loading)
        self.endpoints: dict[str, SearchEndpoint] = {}
        self.customs: list[CustomSearch] = []
        self.resolvers: list[AttributeResolver] = []
        self.normalisation: Normalisation | None = None

    @property
    def handlers(self) -> tuple[SearchEndpoint | CustomSearch, ...]:
        """All that answers searches."""
        return (*self.endpoints.values(), *self.customs)

    def handler(self, attribute: str, operator: str) -> tuple[SearchEndpoint | CustomSearch, FilterHandler] | None:
        """Return what answers the filter, if anything does."""
        found = ((it, one) for it in self.handlers for one in it.filters)
        return next((pair for pair in found if (pair[1].attribute, pair[1].operator) == (attribute, operator)), None)
