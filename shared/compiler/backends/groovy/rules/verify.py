"""Check every script of a connector, alone and together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from shared.compiler.backends.groovy.rules.consistency import consistency_violations
from shared.compiler.backends.groovy.rules.declarations import contradictions
from shared.compiler.backends.groovy.rules.names import unknown_names
from shared.compiler.backends.groovy.rules.structure import structure_violations
from shared.compiler.writing.groovy.syntax import Block, Statement

_CUSTOMIZERS = 1


def violations(
    scripts: Iterable[tuple[str, str, tuple[Statement, ...]]], discovered: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """
    Return what the framework would reject in `scripts`, given as path, phase and tree; nothing means they load.

    The classes called `discovered` the framework makes itself, with attributes that no script declares.
    """
    listed = tuple(scripts)
    return (
        *(f"{path}: {problem}" for path, phase, tree in listed for problem in structure_violations(phase, tree)),
        *(f"{path}: {problem}" for path, _, tree in listed for problem in unknown_names(tree)),
        *(f"{owner}: {problem}" for owner, problem in contradictions(tree for _, _, tree in listed)),
        *consistency_violations((tree for _, _, tree in listed), discovered),
        *_authentication(tree for _, phase, tree in listed if phase == "authorization"),
    )


def _authentication(trees: Iterable[tuple[Statement, ...]]) -> Iterator[str]:
    channels = [it for tree in trees for top in tree if isinstance(top, Block) for it in top.body]
    customizers = Counter(it.name for it in channels if isinstance(it, Block) for _ in it.body)
    for name, number in customizers.items():
        if number > _CUSTOMIZERS:
            yield f"only the first authentication customizer of {name} would ever run"
