"""Lists that may have further pages, none of which can be asked for."""

from __future__ import annotations

from typing import Final

from shared.compiler.model.operation import Operation, Paging

REMEDY: Final = (
    "Replace the search script by a `custom` one that asks for the further pages, or document what leads to them and "
    "generate again."
)
_LARGEST_ANSWER: Final = 10_000
"""What is asked for in one answer at most, whatever the documents allow: a larger one may not fit into memory."""


def largest_answer(paging: Paging) -> int | None:
    """Return how many objects the only answer is asked for: the most the documents name; None where they do not."""
    if paging.style != "none" or not paging.size or not paging.cap or paging.cap < 0:
        return None
    return min(paging.cap, _LARGEST_ANSWER)


def sent_to_page(paging: Paging) -> frozenset[str]:
    """Return the names of the inputs that are sent to ask for pages."""
    if paging.style != "none":
        return frozenset({paging.position, paging.size})
    return frozenset({paging.size}) if largest_answer(paging) else frozenset()


def only_first_page(operation: Operation) -> str:
    """Return what is missing to read the whole list and what then comes, as one sentence, or "" for other lists."""
    paging = operation.paging
    if paging.style != "none" or not (paging.size or paging.position):
        return ""
    taken = (_size_taken(operation), _place_taken(paging))
    most = largest_answer(paging)
    comes = f"the first {most} objects are" if most else "the first page is"
    return f"{', and '.join(filter(None, taken))}; only {comes} read, and no object beyond."


def _place_taken(paging: Paging) -> str:
    return f"no documented answer tells what to send in the header `{paging.position}`" if paging.position else ""


def _size_taken(operation: Operation) -> str:
    paging = operation.paging
    if not paging.size:
        return ""
    default = next((it.default for it in operation.parameters if it.name == paging.size), "")
    known = (f"{default} by default" if default else "", f"{paging.cap} at most" if paging.cap else "")
    facts = ", ".join(filter(None, known))
    sized = f"`{paging.size}` is the size of a page{f' ({facts})' if facts else ''}"
    return sized if paging.position else f"{sized}, but nothing documented leads to the next one"
