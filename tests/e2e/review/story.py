"""The whole review."""

from __future__ import annotations

from tests.e2e.review import decisions, outcome, variants
from tests.e2e.review.people import Review


def take_every_step(review: Review) -> None:
    """Go through the review, each step from where the last one left it."""
    variants.create(review)
    variants.generate(review)
    variants.checkpoint(review)
    variants.fork_twice(review)
    variants.regenerate(review)
    variants.compare(review)
    decisions.annotate(review)
    decisions.approve(review)
    decisions.summarise_and_commit(review)
    outcome.merge(review)
    outcome.restore(review)
    outcome.look_back(review)
