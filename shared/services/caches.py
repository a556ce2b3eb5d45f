"""Caches of sessions: values that people and programs keep beside the content, under keys of their own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Final

from shared.domain.cached import KEY_BYTES, VALUE_BYTES, Cached, Entry, NewValue
from shared.domain.principal import Principal
from shared.domain.session import Session
from shared.kernel.errors import Conflict, Invalid, NotFound, Stale, TooLarge
from shared.kernel.hashing import Json
from shared.ports.clock import Clock
from shared.records.cache import CacheRecords
from shared.records.sessions import SessionRecords
from shared.services.tokens import Tokens
from shared.services.visibility import visible

RESERVED: Final = frozenset({"keys", "stats", "batch-get", "batch-set", "batch-delete", "delete-by-prefix"})
_ACTS: Final = ("/exists", "/metadata", "/compare-and-set")
"""What paths below a key end with: a key that ends so could not be told from another one's."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a writer saw: the value of a `version`, none (`absent`), or whatever there is (neither)."""

    version: int | None = None
    absent: bool = False

    def check(self, present: Entry | None) -> None:
        """
        Refuse a write that was decided by something else than what is there.

        Raises:
            Stale: the key has another version, or a value although it should have none.
        """
        found = 0 if present is None else present.version
        if (self.absent and found) or (self.version is not None and self.version != found):
            message = "the cached value is not as it was when it was seen"
            raise Stale(message, facts={"currentETag": f'"v{found}"' if found else None})


@dataclass(frozen=True, slots=True)
class Stats:
    """How many values a cache holds, and how many bytes they have."""

    keys: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Caches:
    """The caches of all sessions."""

    sessions: SessionRecords
    records: CacheRecords
    tokens: Tokens
    clock: Clock

    def open(self, principal: Principal, session_id: str, scope: str = "session.read") -> Cache:
        """Return the cache of a session, for what the principal may do with `scope`; raises as `visible`."""
        return Cache(visible(self.sessions, principal, session_id, scope), self)


@dataclass(frozen=True, slots=True)
class Cache:
    """The cache of one session."""

    session: Session
    caches: Caches

    def get(self, key: str) -> Cached:
        """
        Return a value.

        Raises:
            NotFound: there is none (`not_found`).
            Invalid: it cannot be a key (`reserved_key`, `validation_failed`).
        """
        check_key(key)
        found = self.caches.records.load(self.session, key, self.caches.clock.now())
        if found is None:
            raise self._missing(key)
        return found

    def find(self, key: str) -> Entry | None:
        """Return what is known of a value, if there is one; raises `Invalid` as `get`."""
        check_key(key)
        return self.caches.records.find(self.session, key, self.caches.clock.now())

    def describe(self, key: str) -> Entry:
        """Return what is known of a value; raises as `get`."""
        entry = self.find(key)
        if entry is None:
            raise self._missing(key)
        return entry

    def put(self, key: str, value: NewValue, seen: Sight) -> tuple[Entry, bool]:
        """
        Keep a value; return what is known of it, and whether the key is new.

        Raises:
            Stale: the key is not as it was seen.
            Invalid: it cannot be a key.
            TooLarge: the value is (`value_too_large`).
            Conflict: there are too many keys (`cache_full`).
        """
        _check(key, value)
        return self.caches.records.put(self.session, key, value, seen.check, self.caches.clock.now())

    def compare_and_set(self, key: str, value: NewValue, version: int) -> tuple[Entry, bool]:
        """Keep a value in the place of that of a version, 0 for none; raises as `put`, and Conflict `cas_mismatch`."""

        def seen(present: Entry | None) -> None:
            found = 0 if present is None else present.version
            if found != version:
                message = f"the key is at version {found}, not {version}"
                raise Conflict(message, code="cas_mismatch", facts={"currentVersion": found})

        _check(key, value)
        return self.caches.records.put(self.session, key, value, seen, self.caches.clock.now())

    def delete(self, key: str, seen: Sight) -> None:
        """Remove a value; raises as `get`, and `Stale` when it is not as it was seen."""

        def there(present: Entry | None) -> None:
            seen.check(present)
            if present is None:
                raise self._missing(key)

        check_key(key)
        self.caches.records.remove(self.session, key, there, self.caches.clock.now())

    def delete_all(self, prefix: str) -> int:
        """Remove every value whose key starts with `prefix`; return how many there were."""
        return self.caches.records.remove_all(self.session, prefix, self.caches.clock.now())

    def keys(self, prefix: str, size: int, token: str | None) -> tuple[list[str], str | None]:
        """
        Return up to `size` keys that start with `prefix`, and the token of the next part, if there is one.

        Raises:
            Invalid: the token is not this list's, or too old.
        """
        wanted: dict[str, Json] = {"cache": self.session.life, "prefix": prefix}
        place = self.caches.tokens.place(wanted, token)
        after = None if place is None else str(place)
        listed = self.caches.records.list(self.session, prefix, self.caches.clock.now(), after=after)
        found = [entry.key for entry in islice(listed, size + 1)]
        more = self.caches.tokens.token(wanted, found[size - 1]) if len(found) > size else None
        return found[:size], more

    def stats(self) -> Stats:
        """Return how much there is."""
        sizes = [entry.size for entry in self.caches.records.list(self.session, "", self.caches.clock.now())]
        return Stats(len(sizes), sum(sizes))

    def _missing(self, key: str) -> NotFound:
        return NotFound(f"the cache of session {self.session.id} has no key {key}")


def check_key(key: str) -> None:
    """
    Refuse what cannot be a key.

    Raises:
        Invalid: it names a route (`reserved_key`), or is empty or too long (`validation_failed`).
    """
    if key in RESERVED or key.endswith(_ACTS):
        message = f"{key!r} is the name of a route, and cannot be a key"
        raise Invalid(message, code="reserved_key")
    if not 1 <= len(key.encode("utf-8", "surrogatepass")) <= KEY_BYTES:
        message = f"a key has 1 to {KEY_BYTES} bytes"
        raise Invalid(message, code="validation_failed")


def _check(key: str, value: NewValue) -> None:
    check_key(key)
    if len(value.data) > VALUE_BYTES:
        message = f"a cached value has at most {VALUE_BYTES} bytes"
        raise TooLarge(message, code="value_too_large")
