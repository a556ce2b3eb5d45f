from __future__ import annotations

import pytest

from shared.adapters.in_process.retries import Retrier, matches


def retrier(**members: object) -> Retrier:
    return Retrier.model_validate({"ErrorEquals": ("Unavailable",), **members})


def test_waits_grow_to_the_longest() -> None:
    growing = retrier(IntervalSeconds=1, BackoffRate=2.0, MaxDelaySeconds=20)

    assert [growing.delay(attempts, 0.5) for attempts in range(7)] == [1, 2, 4, 8, 16, 20, 20]


def test_full_jitter_takes_a_share_of_the_wait() -> None:
    jittered = retrier(IntervalSeconds=3, BackoffRate=2.0, MaxDelaySeconds=20, JitterStrategy="FULL")

    assert [jittered.delay(attempts, 0.5) for attempts in range(4)] == [1.5, 3, 6, 10]


def test_defaults_are_those_of_the_language() -> None:
    plain = retrier()

    assert [plain.delay(attempts, 0.9) for attempts in range(3)] == [1, 2, 4]
    assert plain.max_attempts == 3


def test_a_wait_after_very_many_attempts_is_still_a_number() -> None:
    assert retrier(BackoffRate=10.0, MaxDelaySeconds=60).delay(99_999_999, 0) == 60


@pytest.mark.parametrize(
    ("names", "error", "matched"),
    [
        (["Unavailable"], "Unavailable", True),
        (["Unavailable"], "Invalid", False),
        (["States.ALL"], "Invalid", True),
        (["States.ALL"], "States.Timeout", True),
        (["States.TaskFailed"], "Invalid", True),
        (["States.TaskFailed"], "States.Timeout", False),
        (["States.ALL"], "States.DataLimitExceeded", False),
        (["States.ALL"], "States.Runtime", False),
        (["States.TaskFailed"], "States.Runtime", False),
        (["States.DataLimitExceeded"], "States.DataLimitExceeded", True),
        (["Other", "States.Timeout"], "States.Timeout", True),
    ],
)
def test_which_errors_a_list_of_names_means(names: list[str], error: str, matched: bool) -> None:  # noqa: FBT001 - a column
    assert matches(names, error) is matched
