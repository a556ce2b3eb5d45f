"""What a merge comes to, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.domain import trie
from shared.domain.content import ZONES, Leaf, Roots, Zone, is_made
from shared.domain.merge import Stale, Warned
from shared.domain.merging.merge import merged
from shared.domain.merging.outcome import Conflict, Merged, StaleFile
from shared.domain.merging.rules import Resolution, Rules
from shared.domain.merging.values import MISSING, DerivedFrom, Inputs, Sides, Value
from shared.domain.session import Session
from shared.records.code import derived_from
from shared.records.content import ContentRecords
from shared.records.documents import DocumentRecords
from shared.services.merge_made import Makings
from shared.services.merge_units import Contents, Leaves3, Units, same, units
from shared.services.merge_values import MergeValues

_NO_SIDES: Final = Sides(MISSING, MISSING, MISSING)


@dataclass(frozen=True, slots=True)
class Plan:
    """The outcome of a merge, what differed, and the whole content afterwards; with conflicts, that of before."""

    merged: Merged
    units: Units
    roots: Roots
    stale: tuple[Stale, ...] = ()
    warnings: tuple[Warned, ...] = ()

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What nobody has decided, by path."""
        return self.merged.conflicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """Work out merges."""

    content: ContentRecords
    documents: DocumentRecords

    def plan(self, session: Session, contents: Contents, rules: Rules) -> Plan:
        """
        Return what the merge of contents that the session's space holds comes to; nobody holds the new trees yet.

        Raises:
            Invalid: the rules do not fit what differs (`unused_resolution`, `unknown_path`, `bad_pattern`, …).
            TooLarge: too much differs.
        """
        passing, keeping = self.content.passing(session), self.content.store(session.space)
        store = trie.Store(passing.load, keeping.save)
        rules = self._kept(session, rules)
        found = units(contents, rules.zones, store)
        values = MergeValues(session, self.documents)
        sides = {zone: {name: values.sides(zone, three) for name, three in found.of(zone).items()} for zone in ZONES}
        outcome = merged(self._inputs(contents, found, sides, values, store), rules)
        if outcome.conflicts:
            return Plan(outcome, found, contents.ours)
        if contents.is_forward(rules.zones) and not outcome.resolved:
            # Only the source has changed anything: the outcome is what it has, to the last blank, and made of it.
            return Plan(outcome, found, contents.theirs, *_told(outcome))
        found = _with_answered(found, outcome, contents, store)
        return _planned(outcome, found, _changes(outcome, found, sides, values), contents, store)

    def _kept(self, session: Session, rules: Rules) -> Rules:
        """Return the rules with digests in the place of texts of chunks."""

        def kept(resolution: Resolution) -> Resolution:
            if resolution.content is None or not resolution.path.startswith("docs:"):
                return resolution
            data = resolution.content.encode("utf-8", "surrogatepass")
            return replace(resolution, content=self.content.blobs.put(session.space, data))

        return replace(rules, resolutions=tuple(map(kept, rules.resolutions)))

    def _inputs(
        self,
        contents: Contents,
        found: Units,
        sides: Mapping[Zone, Mapping[str, Sides]],
        values: MergeValues,
        store: trie.Store,
    ) -> Inputs:
        def unchanged(zone: Zone, name: str) -> Value:
            return values.value(zone, trie.found(contents.ours.of(zone), name, store))

        files = _unchanged_files(contents, found, store) if _asks_for_files(found) else {}
        return Inputs(
            data=sides["data"],
            docs=sides["docs"],
            code=sides["code"],
            env=sides["env"],
            files=files,
            unchanged=unchanged,
        )


def _changes(
    outcome: Merged, found: Units, sides: Mapping[Zone, Mapping[str, Sides]], values: MergeValues
) -> dict[Zone, dict[str, Leaf | None]]:
    """Return the leaves that come of a merge, where they are not the target's."""
    changes: dict[Zone, dict[str, Leaf | None]] = {zone: {} for zone in ZONES}
    for zone in ZONES:
        written: Mapping[str, Value] = getattr(outcome, zone)
        for name, value in written.items():
            leaves = found.of(zone)[name]
            leaf = None if value is MISSING else values.leaf(name, value, leaves, sides[zone].get(name, _NO_SIDES))
            if not same(leaf, leaves.ours):
                changes[zone][name] = leaf
    return changes


def _planned(
    outcome: Merged, found: Units, changes: dict[Zone, dict[str, Leaf | None]], contents: Contents, store: trie.Store
) -> Plan:
    stale, warnings = _told(outcome)
    docs = trie.updated(contents.ours.docs, changes["docs"], store)
    settled = tuple(Makings(found, contents, changes, docs, store).settled())
    for made in settled:
        if not made.is_kept:
            changes[made.zone][made.name] = made.leaf
    stale += tuple(made.stale for made in settled if made.is_stale)
    trees = {zone: trie.updated(tree, changes[zone], store) for zone, tree in contents.ours if zone != "docs"}
    return Plan(outcome, found, Roots(docs=docs, **trees), stale, warnings)


def _told(outcome: Merged) -> tuple[tuple[Stale, ...], tuple[Warned, ...]]:
    stale = (Stale(path=each.path, detail=_of_file(each), made_from=each.derived_from.path) for each in outcome.stale)
    warnings = (Warned(code=each.code, path=each.path, detail=each.detail) for each in outcome.warnings)
    return tuple(stale), tuple(warnings)


def _with_answered(found: Units, outcome: Merged, contents: Contents, store: trie.Store) -> Units:
    """Return the units with the files that nobody changed, but that are to go or to be others, being stale."""
    others = sorted(outcome.code.keys() - found.of("code").keys())
    leaves = ((path, trie.found(contents.ours.code, path, store)) for path in others)
    answered = {path: Leaves3(leaf, leaf, leaf) for path, leaf in leaves}
    return replace(found, own={**found.own, "code": {**found.of("code"), **answered}}) if answered else found


def _unchanged_files(contents: Contents, found: Units, store: trie.Store) -> dict[str, tuple[DerivedFrom, ...]]:
    """Return the code files that are the same in all three contents."""
    held = trie.leaves(contents.ours.code, store)
    return {
        path: derived_from(leaf) for path, leaf in held.items() if not is_made(path) and path not in found.of("code")
    }


def _asks_for_files(found: Units) -> bool:
    """Return whether files that nobody changed matter: beside new ones, and where they may have been made from data."""
    return bool(found.of("data")) or any(
        three.ours is None or three.theirs is None for three in found.of("code").values()
    )


def _of_file(stale: StaleFile) -> str:
    return (
        f"it was made from {stale.derived_from.path}, which is another now"
        if stale.now
        else (f"it was made from {stale.derived_from.path}, which is gone")
    )
