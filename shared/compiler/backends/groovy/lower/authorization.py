"""The authentication script, where what the framework has built in does not fit."""

from __future__ import annotations

from collections.abc import Iterator

from shared.compiler.backends.groovy.lower.calls import REQUEST
from shared.compiler.backends.groovy.plan.authentication import Channel, Credential
from shared.compiler.writing.groovy.expressions import Binary, Expression, Invoke, Member, Name, Text
from shared.compiler.writing.groovy.syntax import Block, Do, Statement


def authorization(credential: Credential, channels: tuple[Channel, ...]) -> tuple[Statement, ...]:
    """Return the script with the one customizer of each channel that sends `credential` and the constant headers."""
    return (Block("authentication", (), tuple(_channel(credential, it) for it in channels)),)


def _channel(credential: Credential, channel: Channel) -> Block:
    implementation = Block("implementation", (), tuple(_headers(credential, channel)))
    return Block(channel, (), (Block(credential.customizer, (), (implementation,)),))


def _headers(credential: Credential, channel: Channel) -> Iterator[Statement]:
    secret = _secret(f"{channel}{credential.setting}")
    if credential.query:
        yield Do(Invoke(REQUEST, "queryParameter", (Text(credential.query), secret)))
    if credential.header:
        value = _user_and(secret, channel) if credential.customizer == "basic" else secret
        yield _header(credential.header, _prefixed(credential.prefix, value))
    for name, constant in credential.constants if channel == "rest" else ():
        yield _header(name, Text(constant))


def _user_and(secret: Expression, channel: Channel) -> Expression:
    user = Binary(Binary(_setting(f"{channel}Username"), "+", Text(":")), "+", secret)
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
