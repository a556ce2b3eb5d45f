"""Whatever a model holds, what is printed keeps the framework's rules: a broken rule raises."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.compiler.model.authentication import Authentication
from shared.compiler.model.object_class import Choice, ObjectClass
from shared.compiler.model.operation import Filter, Operation, Paging, Parameter
from shared.compiler.model.protocol import Protocol
from shared.compiler.model.relation import Relation
from shared.compiler.model.types import Anything, Attribute, Complex, Reference, Scalar
from shared.compiler.pipeline import Form, generate
from shared.compiler.verification.load.check import check_files
from shared.compiler.writing.form import FORMATS, LAYOUTS
from shared.compiler.writing.names import legal, unused
from tests.compiler.groovy.models import model, object_class

_NAMES = st.sampled_from(
    ("id", "ID", "name", "login", "active", "status", "password", "profile.login", "$ref", "a b", "a_b", "listPage",
     "é", "__UID__", "")
)  # fmt: skip
_CLASSES = st.sampled_from(("User", "user", "Group", "A B", "A_B"))
_PLACEHOLDERS = st.sampled_from(("id", "login", "groupId", "x y", "name"))
_FLAGS = st.sampled_from((True, False, None))
_MAYBE = st.booleans()
_SCALARS = st.builds(
    Scalar,
    json_type=st.sampled_from(("string", "integer", "number", "boolean")),
    format=st.sampled_from(("", "date", "date-time", "int32", "uuid", "password")),
    values=st.sampled_from(((), ("active", "locked"), ("ACTIVE", "new", "BLOCKED"), ("active", "done"))),
)
_REFERENCES = st.builds(
    Reference,
    object_class=_CLASSES,
    carrier=st.sampled_from(("identifier", "object", "link")),
    member=_NAMES,
    json_type=st.sampled_from(("string", "integer")),
)


_RARELY = st.sampled_from((False, False, False, True))


def _usually(usual: object, otherwise: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return _RARELY.flatmap(lambda odd: otherwise if odd else st.just(usual))


def _attributes(kinds: st.SearchStrategy[Scalar | Reference | Complex | Anything]) -> st.SearchStrategy[Attribute]:
    return st.builds(
        Attribute,
        name=_NAMES,
        type=kinds,
        multivalued=_MAYBE,
        required=_FLAGS,
        creatable=_FLAGS,
        updatable=_FLAGS,
        readable=_FLAGS,
        returned_by_default=_FLAGS,
        create_name=_NAMES,
        update_name=_NAMES,
        path=_usually((), st.lists(_NAMES, max_size=2).map(tuple)),
    )


_KINDS = st.recursive(
    _SCALARS | _REFERENCES | st.builds(Anything),
    lambda inner: st.builds(Complex, attributes=st.lists(_attributes(inner), max_size=3).map(tuple)),
    max_leaves=4,
)
_PAGINGS = st.builds(
    Paging,
    style=st.sampled_from(("none", "page", "offset", "cursor", "link_header", "next_url", "odata", "scim")),
    position=_NAMES,
    size=_NAMES,
    placement=st.sampled_from(("query", "body", "header")),
    next_header=st.sampled_from(("", "", "X-Next")),
    first=st.integers(-1, 2),
    cap=st.sampled_from((None, 1, 24, 25, 1000)),
    next_path=st.lists(_NAMES, max_size=2).map(tuple),
)
_PARAMETERS = st.builds(
    Parameter,
    name=_NAMES,
    placement=st.sampled_from(("path", "query", "header", "cookie", "body")),
    required=_MAYBE,
    type=st.none() | _SCALARS,
    default=_NAMES,
)
# Mostly what interfaces document, sometimes not: a model that is all nonsense has no scripts.
_REQUESTS = st.sampled_from(
    (
        ("list", "GET", "/users", "array"),
        ("list", "GET", "/users", "map"),
        ("list", "POST", "/users", "array"),
        ("list", "GET", "/groups/{groupId}/users", "array"),
        ("get", "GET", "/users/{id}", "object"),
        ("get", "GET", "/users/{login}", "object"),
        ("get", "GET", "/users", "object"),
        ("search", "GET", "/users/search", "array"),
        ("create", "POST", "/users", "object"),
        ("create", "POST", "/{x y}/users", "object"),
        ("update", "PATCH", "/users/{id}", "object"),
        ("update", "PUT", "/users/{name}", "object"),
        ("delete", "DELETE", "/users/{id}", "nothing"),
        ("add_member", "PUT", "/groups/{groupId}/users/{id}", "nothing"),
    )
)
_FILTERS = st.builds(Filter, parameter=_NAMES, attribute=_NAMES, operator=st.sampled_from(("equals", "contains")))


def _operation(request: tuple[str, str, str, str]) -> st.SearchStrategy[Operation]:
    kind, method, path, collection = request
    return st.builds(
        Operation,
        kind=st.just(kind),
        method=_usually(method, st.sampled_from(("GET", "POST", "PUT"))),
        path=st.just(path),
        identifier=st.just("") | _PLACEHOLDERS,
        parameters=_usually((), st.lists(_PARAMETERS, max_size=3).map(tuple)),
        request_content_type=_usually("", st.sampled_from(("application/json", "text/xml"))),
        response_content_type=_usually("", st.sampled_from(("application/vnd.x+json", "text/html"))),
        success=_usually((), st.lists(st.sampled_from((200, 201, 204)), max_size=2).map(tuple)),
        body_path=_usually((), st.lists(_NAMES, max_size=1).map(tuple)),
        answer_path=_usually((), st.lists(_NAMES, max_size=2).map(tuple)),
        collection=_usually(collection, st.sampled_from(("object", "array", "map", "nothing"))),
        element=_usually("object", st.just("identifier")),
        paging=_PAGINGS,
        filters=st.lists(_FILTERS, max_size=3).map(tuple),
    )


_OPERATIONS = _REQUESTS.flatmap(_operation)
_IDENTIFIERS = st.builds(
    Attribute,
    name=st.just("id"),
    type=st.builds(Scalar, json_type=st.sampled_from(("string", "integer"))),
    creatable=_FLAGS,
    updatable=_FLAGS,
    required=_FLAGS,
)


def _object_class(
    name: str, identifier: Attribute, attributes: list[Attribute], operations: list[Operation], naming: str
) -> ObjectClass:
    return object_class(
        name,
        identifier,
        *(it for it in attributes if it.name != identifier.name),
        operations=tuple({it.kind: it for it in operations if it.kind not in {"search", "add_member"}}.values()),
        other_operations=tuple(it for it in operations if it.kind == "search"),
        naming=Choice(attribute=naming, reason=""),
    )


_OBJECT_CLASSES = st.builds(
    _object_class,
    _CLASSES,
    _IDENTIFIERS,
    st.lists(_attributes(_KINDS), max_size=6, unique_by=lambda it: it.name),
    st.lists(_OPERATIONS, min_size=1, max_size=8),
    _NAMES,
)
_PROTOCOLS: st.SearchStrategy[Protocol] = _usually("rest", st.sampled_from(("scim", "sql")))
_ANY_CLASSES = st.builds(lambda it, protocol: replace(it, protocol=protocol), _OBJECT_CLASSES, _PROTOCOLS)
_RELATIONS = st.builds(
    Relation,
    name=_CLASSES,
    subject=_CLASSES,
    subject_attribute=_NAMES,
    object=_CLASSES,
    object_attribute=_NAMES,
    kind=st.sampled_from(("sub_resource", "reference", "link_object")),
    operations=st.lists(_OPERATIONS, max_size=3).map(tuple),
)
_AUTHENTICATIONS = st.builds(
    Authentication,
    kind=st.sampled_from(("basic", "bearer", "apiKey", "oauth2Password", "ntlm")),
    name=_NAMES,
    placement=st.sampled_from(("", "header", "query", "cookie")),
    parameter=_NAMES,
    prefix=_NAMES,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    classes=st.lists(_ANY_CLASSES, max_size=3),
    relations=st.lists(_RELATIONS, max_size=2),
    ways=st.lists(_AUTHENTICATIONS, max_size=2),
    form=st.builds(Form, format=st.sampled_from(FORMATS), layout=st.sampled_from(LAYOUTS), manifest=st.just("yaml")),
)
def test_every_model_gives_sound_scripts(
    classes: list[ObjectClass], relations: list[Relation], ways: list[Authentication], form: Form
) -> None:
    documented = model(*classes, relations=tuple(relations), authentications=tuple(ways))

    generated = generate(documented, "Acme", form)

    assert check_files(generated.files)[1] == ()
    assert len(generated.files) == len(generated.scripts) + 3
    assert generate(documented, "Acme", form) == generated
    for script in generated.scripts:
        assert script.text.isascii()
        if script.path.endswith(".yaml"):
            assert isinstance(yaml.safe_load(script.text), dict)


@given(name=st.text(max_size=12), taken=st.lists(st.text(max_size=3), max_size=5))
def test_legal_names_stay_legal(name: str, taken: list[str]) -> None:
    made = legal(name)

    assert legal(made) == made
    assert made[0].isalpha() or made[0] == "_"
    assert unused(made, taken).lower() not in {it.lower() for it in taken}
