from __future__ import annotations

from typing import Any

import pytest
from fastapi import Request

from shared.api.principals import credentials
from shared.domain.principal import Credentials


def sent(*headers: tuple[str, str], event: dict[str, Any] | None = None) -> Credentials:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers]
    scope: dict[str, Any] = {"type": "http", "headers": raw}
    return credentials(Request(scope | ({} if event is None else {"aws.event": event})))


@pytest.mark.parametrize(
    ("headers", "keys"),
    [
        ([], ()),
        ([("X-API-Key", "k1")], ("k1",)),
        ([("X-Gravitee-Api-Key", "k1")], ("k1",)),
        ([("Authorization", "Bearer k1")], ("k1",)),
        ([("Authorization", "bearer k1")], ("k1",)),
        ([("Authorization", "Basic azE6")], ()),
        ([("X-API-Key", "k1"), ("X-API-Key", "k1")], ("k1", "k1")),
        ([("X-API-Key", "k1, k2")], ("k1", "k2")),
        ([("X-API-Key", "k1"), ("Authorization", "Bearer k2")], ("k1", "k2")),
        ([("X-API-Key", "")], ("",)),
    ],
)
def test_every_key_of_a_request_is_seen(headers: list[tuple[str, str]], keys: tuple[str, ...]) -> None:
    assert sent(*headers) == Credentials(keys=keys)


def test_claims_come_from_the_gateway() -> None:
    event = {"requestContext": {"authorizer": {"jwt": {"claims": {"sub": "ann", "auth_time": 5}, "scopes": None}}}}

    assert sent(event=event) == Credentials(claims={"sub": "ann", "auth_time": "5"})


@pytest.mark.parametrize("authorizer", [None, {}, {"jwt": None}, {"jwt": {"claims": {}}}, {"lambda": {"sub": "ann"}}])
def test_without_a_verified_token_there_are_no_claims(authorizer: dict[str, Any] | None) -> None:
    assert sent(event={"requestContext": {"authorizer": authorizer}}) == Credentials()
