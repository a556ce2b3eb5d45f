"""The clock, the identifiers and the patience; the stand-ins keep the same promises."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import RFC_4122, UUID

import pytest

from shared.adapters.clock import SystemClock
from shared.adapters.identifiers import Sequence, Uuid7Identifiers
from shared.adapters.patience import Backoff
from shared.ports.clock import Clock, Identifiers, Patience
from tests.fakes.clock import FakeClock
from tests.fakes.identifiers import FakeIdentifiers
from tests.fakes.patience import FakePatience


def still() -> Identifiers:
    return Uuid7Identifiers(Sequence(lambda: 1_700_000_000_000))


def backwards() -> Identifiers:
    moments = iter(range(1_700_000_100_000, 0, -1))
    return Uuid7Identifiers(Sequence(lambda: next(moments)))


IDENTIFIERS = pytest.mark.parametrize("make", [Uuid7Identifiers, still, backwards, FakeIdentifiers])


@pytest.mark.parametrize("clock", [SystemClock(), FakeClock()])
def test_the_time_is_in_utc_and_does_not_run_back(clock: Clock) -> None:
    first, second = clock.now(), clock.now()

    assert first.utcoffset() == second.utcoffset() == timedelta(0)
    assert first <= second


def test_the_system_clock_tells_the_time() -> None:
    assert abs(SystemClock().now().timestamp() - time.time()) < 5


def test_the_fake_clock_moves_when_told() -> None:
    clock = FakeClock(datetime(2030, 1, 1, tzinfo=UTC))
    clock.advance(days=1, seconds=2)

    assert clock.now() == datetime(2030, 1, 2, 0, 0, 2, tzinfo=UTC)


@IDENTIFIERS
def test_identifiers_are_version_7_and_ascend_as_text(make: Callable[[], Identifiers]) -> None:
    identifiers = make()
    made = [identifiers.new() for _ in range(5000)]

    assert all(earlier < later for earlier, later in pairwise(made))
    assert {(UUID(text).version, UUID(text).variant, str(UUID(text)) == text) for text in made} == {(7, RFC_4122, True)}


@IDENTIFIERS
def test_threads_never_share_an_identifier(make: Callable[[], Identifiers]) -> None:
    identifiers = make()
    with ThreadPoolExecutor(8) as threads:
        runs = list(threads.map(lambda _: [identifiers.new() for _ in range(500)], range(8), timeout=60))

    assert len({text for run in runs for text in run}) == 4000
    assert all(run == sorted(run) for run in runs)


def test_all_identifiers_of_a_process_ascend_together() -> None:
    several = [Uuid7Identifiers() for _ in range(5)]
    made = [identifiers.new() for _ in range(200) for identifiers in several]

    assert all(earlier < later for earlier, later in pairwise(made))


def test_an_identifier_begins_with_its_millisecond() -> None:
    identifiers = Uuid7Identifiers(Sequence(lambda: 0x017F22E279B0))

    assert identifiers.new().startswith("017f22e2-79b0-7")


def test_two_processes_make_different_identifiers() -> None:
    assert still().new() != still().new()


@IDENTIFIERS
def test_secrets_are_43_url_safe_characters(make: Callable[[], Identifiers]) -> None:
    made = [make().secret(), make().secret()]

    assert all(len(secret) == 43 and set(secret) <= set(ALPHABET) for secret in made)


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def test_secrets_are_never_the_same() -> None:
    identifiers = Uuid7Identifiers()

    assert len({identifiers.secret() for _ in range(1000)}) == 1000


def waits(**settings: float) -> tuple[Patience, list[float]]:
    slept: list[float] = []
    return Backoff(sleep=slept.append, **settings), slept


@pytest.mark.parametrize("make", [lambda: waits(base=1, cap=4, total=20)[0], lambda: FakePatience(tries=6)])
def test_patience_ends_and_stays_ended(make: Callable[[], Patience]) -> None:
    patience = make()

    assert [patience.wait(attempt) for attempt in range(1, 10)] == [True] * 6 + [False] * 3


def test_waits_grow_to_a_cap_and_are_spread() -> None:
    patience, slept = waits(base=1, cap=4, total=10_000)
    for attempt in (1, 2, 3, 4) * 500:
        patience.wait(attempt)
    ceilings = [max(slept[first::4]) for first in range(4)]
    floors = [min(slept[first::4]) for first in range(4)]

    assert [round(ceiling) for ceiling in ceilings] == [1, 2, 4, 4]
    assert all(floor < 0.1 * ceiling for floor, ceiling in zip(floors, ceilings, strict=True))


def test_waits_together_never_exceed_the_total() -> None:
    patience, slept = waits(base=0.5, cap=2, total=7)
    attempts = [patience.wait(attempt) for attempt in range(1, 100)]

    assert sum(attempts) == len(slept) == 4
    assert sum(slept) <= 7


def test_patience_takes_real_time() -> None:
    started = time.monotonic()
    patience = Backoff(base=0.05, cap=0.05, total=1)

    assert [patience.wait(attempt) for attempt in range(1, 22)] == [True] * 20 + [False]
    assert 0.05 < time.monotonic() - started < 5
