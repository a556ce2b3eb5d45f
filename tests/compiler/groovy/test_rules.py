"""The framework's rules, each broken once."""

from __future__ import annotations

import pytest

from shared.compiler.backends.groovy.lower.calls import contains, equals
from shared.compiler.backends.groovy.rules.verify import violations
from shared.compiler.writing.groovy.expressions import TRUE, Invoke, Name, Text
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


_EMPTY_FILTER = Command("emptyFilterSupported", (TRUE,))
_SINGLE = Do(Invoke(None, "singleResult"))


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        (_schema(Command("createable", (TRUE,))), "s: `createable` is unknown in class schema"),
        (_schema(Do(Name("id"))), "s: `Do` is unknown in class schema"),
        (_schema(Block("description", (), ())), "s: `description` in class schema takes no closure"),
        (
            _schema(Block("attribute", (Text("x"),), (Command("jsonType", (Text("int"),)),))),
            "s: `jsonType` knows boolean, integer, number, string",
        ),
        (_schema(Block("attribute", (Text("x"),), (Command("required"),))), "s: `required` needs true or false"),
        (_schema(Block("attribute", (Text("ID"),))), "User: two attributes are called `id`"),
        (_schema(naming="id"), "User: the UID and the name must be two different attributes"),
        (_schema(uid="uid"), "User: there is no attribute `uid`"),
        (_operation("list"), "o: `list` is unknown in class operations"),
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

    assert violations((script,)) == ("only the first authentication customizer would ever run",)


def test_sound_scripts_have_no_violation() -> None:
    listing = _endpoint("users", Block("objectExtractor"), Block("pagingSupport"), _EMPTY_FILTER)

    assert violations((_schema(), _operation("search", listing))) == ()
