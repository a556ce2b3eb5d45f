"""The framework's rules, each broken once."""

from __future__ import annotations

import pytest

from shared.compiler.backends.groovy.lower.calls import contains, equals
from shared.compiler.backends.groovy.rules.verify import violations
from shared.compiler.writing.groovy.expressions import FALSE, TRUE, Expression, Invoke, Name, New, Text
from shared.compiler.writing.groovy.syntax import Block, Command, Define, Do, Statement


def _schema(*body: Statement, uid: str = "id", naming: str = "name") -> tuple[str, str, tuple[Statement, ...]]:
    declared = (Block("attribute", (Text("id"),)), Block("attribute", (Text("name"),)), *body)
    mapped = (_mapped("UID", uid), _mapped("NAME", naming))
    return ("s", "schema", (Define("x"), Block("objectClass", (Text("User"),), (*declared, *mapped))))


def _mapped(special: str, name: str) -> Do:
    return Do(Invoke(None, "connIdAttribute", (Text(special), Text(name))))


def _operation(kind: str, *body: Statement) -> tuple[str, str, tuple[Statement, ...]]:
    return ("o", "operation", (Block("objectClass", (Text("User"),), (Block(kind, (), body),)),))


def _endpoint(path: str, *body: Statement) -> Block:
    return Block("endpoint", (Text(path),), body)


def _attribute(*body: Statement) -> tuple[str, str, tuple[Statement, ...]]:
    return _schema(Block("attribute", (Text("x"),), body))


def _connid(name: str, value: Expression) -> Block:
    return Block("connId", (), (Command(name, (value,)),))


def _deserialize(value: Expression) -> Block:
    return Block("json", (), (Block("implementation", (), (Block("deserialize", (), (Do(value),)),)),))


def _filter(specification: Expression) -> Block:
    return Block("supportedFilter", (specification,))


_JSON_TYPES = "one of 'boolean', 'integer', 'number', 'string'"
_FORMATS = "one of 'date-time', 'double', 'email', 'hostname', 'int64', 'ipv4', 'ipv6', 'uri', 'uuid'"
_FILTERS = "needs attribute('...').eq() or .contains(), with .anySingleValue()"
_TWO_DESCRIPTIONS = "User: `description` of `User` has two values"
_ID = Invoke(None, "attribute", (Text("id"),))
_EMPTY_FILTER = Command("emptyFilterSupported", (TRUE,))
_SINGLE = Do(Invoke(None, "singleResult"))


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        (_schema(Command("createable", (TRUE,))), "s: `createable` is unknown in class schema"),
        (_schema(Do(Name("id"))), "s: `Do` is unknown in class schema"),
        (_schema(Block("description", (), ())), "s: `description` in class schema takes no closure"),
        (_attribute(Command("jsonType", (Text("int"),))), f"s: `jsonType` needs {_JSON_TYPES}"),
        (_attribute(Command("jsonType", (Text("String"),))), f"s: `jsonType` needs {_JSON_TYPES}"),
        (_attribute(Block("json", (), (Command("type", (Text("array"),)),))), f"s: `type` needs {_JSON_TYPES}"),
        (_attribute(Command("openApiFormat", (Text("date"),))), f"s: `openApiFormat` needs {_FORMATS}"),
        (_attribute(Command("required")), "s: `required` takes 1 arguments, not 0"),
        (_attribute(Command("required", (Text("true"),))), "s: `required` needs true or false"),
        (_attribute(Command("complexType", (Text("Address"),))), "s: `complexType` is unknown in attribute"),
        (_attribute(Command("remoteName", (Text("x"),))), "s: `remoteName` is unknown in attribute"),
        (_attribute(Command("emulated", (TRUE,))), "s: `emulated` is unknown in attribute"),
        (_attribute(Command("description", (Name("x"),))), "s: `description` needs a string"),
        (_attribute(Block("json", (), (Do(Invoke(None, "mappingTable")),))), "s: `mappingTable` is unknown in json"),
        (_attribute(Command("json")), "s: `json` in attribute needs a closure"),
        (_attribute(_connid("type", Name("Integer"))), "s: `type` needs one of Boolean, Double, GuardedString, String"),
        (_schema(_mapped("ENABLE", "id")), "s: `connIdAttribute` needs one of 'NAME', 'UID'"),
        (_schema(_mapped("uid", "id")), "s: `connIdAttribute` needs one of 'NAME', 'UID'"),
        (_schema(_mapped("NAME", "other")), "User: `'NAME'` of `connIdAttribute` has two values"),
        (
            _schema(*(Block("attribute", (Text("x"),), (Command("required", (it,)),)) for it in (TRUE, FALSE))),
            "User: `required` of `x` has two values",
        ),
        (
            _schema(*(Block("attribute", (Text(it),), (_connid("name", Text("__ENABLE__")),)) for it in "xy")),
            "User: `x` and `y` have one ConnId name",
        ),
        (_schema(Command("description", (Text("a"),)), Command("description", (Text("b"),))), _TWO_DESCRIPTIONS),
        (_attribute(_deserialize(Invoke(Name("nodes"), "get"))), "s: nothing binds `nodes`"),
        (_attribute(_deserialize(New("JsonSlurper"))), "s: nothing binds `JsonSlurper`"),
        (_schema(Block("attribute", (Text("ID"),))), "User: two attributes are called `id`"),
        (_schema(naming="id"), "User: the UID and the name must be two different attributes"),
        (_schema(uid="uid"), "User: there is no attribute `uid`"),
        (_operation("list"), "o: `list` is unknown in class operations"),
        (_operation("read"), "o: `read` is unknown in class operations"),
        (_operation("search", Block("normalize")), "o: `normalize` is unknown in search"),
        (_operation("search", _endpoint("u", _filter(Invoke(_ID, "startsWith")))), f"o: `supportedFilter` {_FILTERS}"),
        (_operation("search", _endpoint("u", _filter(Invoke(_ID, "eq")))), f"o: `supportedFilter` {_FILTERS}"),
        (
            _operation("search", _endpoint("u", Command("supportedFilter", (equals("id"),)))),
            "o: `supportedFilter` in search endpoint needs a closure",
        ),
        (
            _operation("search", Block("endpoint", (Name("GET"), Text("u")))),
            "o: `endpoint` takes 1 arguments, not 2",
        ),
        (_operation("create", Block("endpoint", (Text("u"),))), "o: `endpoint` takes 2 arguments, not 1"),
        (
            _operation("update", Block("endpoint", (Name("GET"), Text("u")))),
            "o: `endpoint` needs one of DELETE, PATCH, POST, PUT",
        ),
        (
            _operation("update", Block("endpoint", (Name("PUT"), Text("u")), (Block("supportedAttribute"),))),
            "o: `supportedAttribute` is unknown in write endpoint",
        ),
        (
            _operation("create", Block("endpoint", (Name("POST"), Text("u")), (Block("response"),))),
            "o: `response` is unknown in write endpoint",
        ),
        (
            _operation(
                "create",
                Block("endpoint", (Name("POST"), Text("u")), (Block("request", (), (Block("body"),)),)),
            ),
            "o: `body` is unknown in request",
        ),
        (("o", "operation", (Block("test"),)), "o: `test` is unknown in operation"),
        (_operation("search", _endpoint("/users", _SINGLE)), "User: `/users` must be relative and without a query"),
        (
            _operation("search", _endpoint("users", Block("objectExtractor"), _EMPTY_FILTER)),
            "User: `users` would be asked for ever",
        ),
        (
            _operation("search", _endpoint("a", _EMPTY_FILTER), _endpoint("b", _EMPTY_FILTER)),
            "User: two requests answer the empty filter",
        ),
        (
            _operation("search", *(_endpoint(it, Block("supportedFilter", (contains("name"),))) for it in "ab")),
            "User: two requests answer `name` contains",
        ),
        (
            _operation("search", Block("custom", (), (Command("supportedFilter", (equals("x"),)),))),
            "User: there is no attribute `x`",
        ),
        (
            _operation("create", Block("endpoint", (Name("POST"), Text("orgs/{id}/users")))),
            "User: `orgs/{id}/users` has a placeholder that create does not fill",
        ),
        (
            _operation(
                "update", Block("endpoint", (Name("PUT"), Text("u")), (Command("supportedAttributes", (Text("y"),)),))
            ),
            "User: there is no attribute `y`",
        ),
        (
            _operation("delete", Do(Invoke(None, "endpoint", (Name("DELETE"), Text("users/{login}"))))),
            "User: `users/{login}` has a placeholder that delete does not fill",
        ),
    ],
)
def test_broken_rule(extra: tuple[str, str, tuple[Statement, ...]], problem: str) -> None:
    scripts = (extra,) if extra[1] == "schema" else (_schema(), extra)

    assert problem in violations(scripts)


def test_two_customizers() -> None:
    customizers = (Block("basic", (), (Block("implementation"),)), Block("bearer", (), (Block("implementation"),)))
    script = ("a", "authorization", (Block("authentication", (), (Block("rest", (), customizers),)),))

    assert violations((script,)) == ("only the first authentication customizer of rest would ever run",)


def test_sound_scripts_have_no_violation() -> None:
    listing = _endpoint("users", Block("objectExtractor"), Block("pagingSupport"), _EMPTY_FILTER)

    assert violations((_schema(), _operation("search", listing))) == ()
