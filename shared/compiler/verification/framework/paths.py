"""Attribute paths and filters, as scripts spell them: `attribute('a').child('b')`, `attribute('a').eq()`."""

from __future__ import annotations

from dataclasses import dataclass

from shared.compiler.verification.evaluation.values import Invocation, NoSuchMember, Opaque
from shared.compiler.verification.framework.loading import Loading

_OPERATORS = {"eq": "eq", "contains": "contains"}


@dataclass(frozen=True, slots=True)
class AttributePath:
    """Where a value lies inside its object: property names, and `0` for the first of several."""

    steps: tuple[str | int, ...]
    exact: bool = True

    def call(self, name: str, invocation: Invocation) -> object:
        """Return a longer path."""
        match name, invocation.arguments:
            case "child", (str(child),):
                return AttributePath((*self.steps, child), self.exact)
            case "firstValue", ():
                return AttributePath((*self.steps, 0), self.exact)
            case "valueFilter", (_, _):
                return AttributePath((*self.steps, 0), exact=False)
        raise NoSuchMember(name)

    def get(self, name: str) -> object:
        """Raise NoSuchMember: a path has no properties."""
        raise NoSuchMember(name)


@dataclass(frozen=True, slots=True)
class FilterSpecification:
    """Which filter a request answers; `operator` is "" until it is said."""

    loading: Loading
    attribute: str
    operator: str = ""

    def call(self, name: str, invocation: Invocation) -> object:
        """Return the filter as it is said further."""
        if name in _OPERATORS and not self.operator:
            return FilterSpecification(self.loading, self.attribute, _OPERATORS[name])
        if name == "anySingleValue" and self.operator:
            return self
        message = f"a filter knows eq() and contains() with anySingleValue(), not `{name}`."
        self.loading.report("LOD032", invocation.at, message, name)
        return Opaque(name)

    def get(self, name: str) -> object:
        """Raise NoSuchMember: a filter has no properties."""
        raise NoSuchMember(name)
