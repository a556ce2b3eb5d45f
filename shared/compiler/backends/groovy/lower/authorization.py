"""The authentication script, where what the framework has built in does not fit."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.backends.groovy.lower.calls import REQUEST
from shared.compiler.backends.groovy.plan.authentication import Credential
from shared.compiler.writing.groovy.expressions import Binary, Expression, Invoke, Member, Name, Text
from shared.compiler.writing.groovy.syntax import Block, Do, Statement


def authorization(credential: Credential) -> tuple[Statement, ...]:
    """Return the script with the one customizer that sends `credential` and the constant headers."""
    body = tuple(_headers(credential))
    customizer = Block(credential.customizer, (), (Block("implementation", (), body),))
    return (Block("authentication", (), (Block("rest", (), (customizer,)),)),)


def _headers(credential: Credential) -> Iterator[Statement]:
    if credential.query:
        yield Do(Invoke(REQUEST, "queryParameter", (Text(credential.query), _secret(credential.setting))))
    if credential.header:
        yield _header(credential.header, _prefixed(credential.prefix, _value(credential)))
    for name, value in credential.constants:
        yield _header(name, Text(value))


def _value(credential: Credential) -> Expression:
    if credential.customizer != "basic":
        return _secret(credential.setting)
    user = Binary(Binary(_setting("restUsername"), "+", Text(":")), "+", _secret(credential.setting))
    encoder = Invoke(Name("Base64"), "getEncoder")
    return Invoke(encoder, "encodeToString", (Invoke(user, "getBytes", (Text("UTF-8"),)),))


def _prefixed(prefix: str, value: Expression) -> Expression:
    return Binary(Text(prefix), "+", value) if prefix else value


def _header(name: str, value: Expression) -> Do:
    return Do(Invoke(REQUEST, "header", (Text(name), value)))


def _secret(name: str) -> Expression:
    return Invoke(None, "decrypt", (_setting(name),))


def _setting(name: str) -> Expression:
    return Member(Name("configuration"), name)
