"""What operation and authorization scripts can call, and all they declare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from shared.compiler.verification.evaluation.values import Invocation
from shared.compiler.verification.framework.authentication import Authentication
from shared.compiler.verification.framework.builder import Builder, Handler, ignored
from shared.compiler.verification.framework.classes import Schema
from shared.compiler.verification.framework.loading import Loading, Place
from shared.compiler.verification.framework.searches import Search
from shared.compiler.verification.framework.writes import Write

_DEFAULTS: Final = {"create": "POST", "update": "PUT", "delete": "DELETE"}


def _search(builder: ClassOperations, invocation: Invocation) -> None:
    builder.loading.open(builder.search, builder.loading.required_body(invocation))


def _write(operation: str) -> Handler:
    def opened(builder: ClassOperations, invocation: Invocation) -> None:
        place = builder.loading.place(invocation.at)
        if operation not in builder.writes:
            builder.writes[operation] = (Write(builder.loading, operation, _DEFAULTS[operation]), place)
        builder.loading.open(builder.writes[operation][0], builder.loading.required_body(invocation))

    return opened


class ClassOperations(Builder):
    """`objectClass(name) { }` in an operation script; opened again, in any case, it goes on."""

    kind = "objectClass"
    MEMBERS: ClassVar[Mapping[str, Handler]] = {
        "search": _search,
        **{operation: _write(operation) for operation in _DEFAULTS},
    }
    THROWING: ClassVar[Mapping[str, str]] = {"list": "is not implemented", "read": "is not implemented"}

    def __init__(self, loading: Loading, name: str, place: Place) -> None:
        super().__init__(loading)
        self.name, self.place = name, place
        self.search = Search(loading)
        self.writes: dict[str, tuple[Write, Place]] = {}


class ConnectionTest(Builder):
    """`test { }`: accepted, without effect."""

    kind = "test"

    MEMBERS: ClassVar[Mapping[str, Handler]] = {}


def _test_endpoint(builder: ConnectionTest, invocation: Invocation) -> None:
    if builder.loading.body(invocation) is not None:
        builder.loading.report("LOD014", invocation.at, "`endpoint` in test takes no closure.", "endpoint")


ConnectionTest.MEMBERS = {"endpoint": _test_endpoint, "request": ignored}


class Operations(Builder):
    """The words of operation and authorization scripts; `whole` says that no script of the connector is missing."""

    kind = "an operation script"

    def __init__(self, loading: Loading, schema: Schema) -> None:
        super().__init__(loading)
        self.schema = schema
        self.whole = True
        self.classes: dict[str, ClassOperations] = {}
        self.authentication = Authentication(loading)

    def of(self, name: str) -> ClassOperations | None:
        """Return the operations of the class called `name` in any case, if there are any."""
        return self.classes.get(name.lower())


def _object_class(builder: Operations, invocation: Invocation) -> None:
    name, place = builder.loading.text(invocation), builder.loading.place(invocation.at)
    if builder.whole and name and builder.schema.find(name) is None:
        builder.loading.report("LOD034", place, f"no schema declares the object class `{name}`.", name)
    found = builder.classes.setdefault(name.lower(), ClassOperations(builder.loading, name, place))
    builder.loading.open(found, builder.loading.required_body(invocation))


def _test(builder: Operations, invocation: Invocation) -> None:
    builder.loading.open(ConnectionTest(builder.loading), builder.loading.required_body(invocation))


def _authentication(builder: Operations, invocation: Invocation) -> None:
    builder.loading.open(builder.authentication, builder.loading.required_body(invocation))


Operations.MEMBERS = {"objectClass": _object_class, "test": _test, "authentication": _authentication}
