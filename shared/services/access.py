"""Who is asking: API keys, and the claims of a token that the gateway has verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.api_key import ApiKey
from shared.domain.principal import LOCAL, Credentials, Principal
from shared.kernel.errors import Unauthenticated
from shared.kernel.hashing import digest
from shared.ports.clock import Clock, Identifiers
from shared.records.api_keys import ApiKeyRecords

_PREFIX: Final = "cs_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """
    Turn credentials into principals, and keep the keys.

    `mode` is `none` (everybody is the local user), `keys`, or `jwt`.
    """

    records: ApiKeyRecords
    clock: Clock
    identifiers: Identifiers
    mode: str

    def principal(self, credentials: Credentials) -> Principal:
        """
        Return who the credentials belong to.

        Raises:
            Unauthenticated: there are none, several, or they are not valid.
        """
        if self.mode == "jwt":
            return _claimed(credentials.claims or {})
        if self.mode == "keys":
            return self._key_holder(credentials.keys)
        return LOCAL

    def create(self, principal: Principal, label: str) -> tuple[ApiKey, str]:
        """Return a new key of `principal` and its secret, which is kept nowhere."""
        secret = _PREFIX + self.identifiers.secret()
        key = ApiKey(id=self.identifiers.new(), principal=principal, label=label, created=self.clock.now())
        self.records.add(_hash(secret), key)
        return key, secret

    def list(self) -> tuple[ApiKey, ...]:
        """Return every key, oldest first."""
        return self.records.list()

    def revoke(self, key_id: str) -> None:
        """
        Make a key useless, for good.

        Raises:
            NotFound: there is no such key.
        """
        self.records.revoke(key_id)

    def _key_holder(self, keys: tuple[str, ...]) -> Principal:
        if len(keys) != 1:
            message = "send exactly one API key" if keys else "an API key is required"
            raise Unauthenticated(message)
        key = self.records.find(_hash(keys[0]))
        if key is None or key.revoked:
            message = "the API key is not valid"
            raise Unauthenticated(message)
        return key.principal


def _hash(secret: str) -> str:
    # One round is enough: the secret is 256 random bits, nothing a dictionary could hold.
    return digest(secret.encode("utf-8", "surrogatepass"))


def _claimed(claims: Mapping[str, str]) -> Principal:
    subject = claims.get("sub", "")
    if not subject:
        message = "the token names no subject"
        raise Unauthenticated(message)
    tenant = claims.get("tenant") or claims.get("custom:tenant") or claims.get("iss") or "default"
    return Principal(tenant=tenant, subject=subject, scopes=_scopes(claims.get("scope")))


def _scopes(claim: str | None) -> frozenset[str]:
    """Return the scopes of a token; one that names none may do everything, and `api/session.read` is `session.read`."""
    return frozenset({"*"}) if claim is None else frozenset(scope.rsplit("/", 1)[-1] for scope in claim.split())
