"""Check every script of a connector, alone and together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.compiler.backends.groovy.rules.consistency import consistency_violations
from shared.compiler.backends.groovy.rules.declarations import contradictions
from shared.compiler.backends.groovy.rules.names import unknown_names
from shared.compiler.backends.groovy.rules.structure import structure_violations
from shared.compiler.writing.groovy.syntax import Block, Statement

_CUSTOMIZERS = 1


def violations(scripts: Iterable[tuple[str, str, tuple[Statement, ...]]]) -> tuple[str, ...]:
    """Return what the framework would reject in `scripts`, given as path, phase and tree; nothing means they load."""
    listed = tuple(scripts)
    return (
        *(f"{path}: {problem}" for path, phase, tree in listed for problem in structure_violations(phase, tree)),
        *(f"{path}: {problem}" for path, _, tree in listed for problem in unknown_names(tree)),
        *(f"{owner}: {problem}" for owner, problem in contradictions(tree for _, _, tree in listed)),
        *consistency_violations(tree for _, _, tree in listed),
        *_authentication(tree for _, phase, tree in listed if phase == "authorization"),
    )


def _authentication(trees: Iterable[tuple[Statement, ...]]) -> Iterator[str]:
    customizers = [
        customizer
        for tree in trees
        for rest in (it for top in tree if isinstance(top, Block) for it in top.body)
        if isinstance(rest, Block)
        for customizer in rest.body
    ]
    if len(customizers) > _CUSTOMIZERS:
        yield "only the first authentication customizer would ever run"
