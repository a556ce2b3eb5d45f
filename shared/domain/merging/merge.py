"""The merge of two contents that have a third one in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from shared.domain.content import Zone
from shared.domain.merging.code import Code
from shared.domain.merging.deciding import Deciding
from shared.domain.merging.derivation import Data, stale
from shared.domain.merging.documents import Documents, alike
from shared.domain.merging.fields import Fields
from shared.domain.merging.files import Files
from shared.domain.merging.keyed import ListKeys
from shared.domain.merging.outcome import Merged, StaleFile
from shared.domain.merging.refusals import check
from shared.domain.merging.rules import Rules
from shared.domain.merging.sameness import same
from shared.domain.merging.values import Inputs, Sides, Value


def merged(inputs: Inputs, rules: Rules) -> Merged:
    """
    Return the merge of what both sides made of the base: the same for the same inputs and rules.

    What only one side changed, or both in the same way, is taken; about the rest decide a resolution for its path,
    else the first pattern that fits it, else the strategy, and it is a conflict where none does.

    Raises:
        Invalid: the rules make no sense (`unknown_path`, `bad_pattern`, `validation_failed`), or a resolution is for
            what is no conflict (`unused_resolution`).
    """
    check(rules)
    return _Merging(inputs, rules, Deciding(rules), ListKeys(rules.list_keys)).merged()


@dataclass(frozen=True, slots=True)
class _Merging:
    inputs: Inputs
    rules: Rules
    deciding: Deciding
    keys: ListKeys

    def merged(self) -> Merged:
        data, env = (self._outcomes(zone, self._fields(zone).merged_unit) for zone in ("data", "env"))
        docs = self._outcomes("docs", self._documents.merged)
        code = Code(self.inputs, self._outcomes("code", self._files.merged), self.deciding)
        code.settle_collisions()
        stale_files = self._stale(code, data)
        self.deciding.check_used()
        return Merged(
            data=self._written("data", data, same),
            docs=self._written("docs", docs, alike),
            code=code.written(),
            env=self._written("env", env, same),
            conflicts=tuple(sorted(self.deciding.conflicts, key=lambda each: each.path)),
            resolved=tuple(sorted(self.deciding.resolved, key=lambda each: each.path)),
            stats=self.deciding.stats,
            stale=stale_files,
            warnings=tuple(code.warnings()),
        )

    def _fields(self, zone: Literal["data", "env"]) -> Fields:
        return Fields(self.deciding, self.keys, zone, self.rules.granularity.data == "field")

    @property
    def _documents(self) -> Documents:
        return Documents(self.deciding, Fields(self.deciding, self.keys, "docs"), self.rules.granularity.docs)

    @property
    def _files(self) -> Files:
        return Files(self.deciding, self.rules.granularity.code)

    def _outcomes(self, zone: Zone, merge: Callable[[str, Sides], Value]) -> dict[str, Value]:
        """Return what becomes of each unit that differs; in a zone that is not merged, what the target has."""
        merging = zone in self.rules.zones
        units = sorted(self.inputs.of(zone).items(), key=lambda unit: unit[0])
        return {name: merge(name, sides) if merging else sides.ours for name, sides in units}

    def _written(
        self, zone: Zone, outcomes: Mapping[str, Value], alike: Callable[[Value, Value], bool]
    ) -> dict[str, Value]:
        units = self.inputs.of(zone)
        return {name: value for name, value in outcomes.items() if not alike(value, units[name].ours)}

    def _stale(self, code: Code, data: Mapping[str, Value]) -> tuple[StaleFile, ...]:
        def read(key: str) -> Value:
            return data[key] if key in data else self.inputs.unchanged("data", key)

        now = Data(read, self.keys)
        found = stale(code.derivations(), now)
        if self.rules.stale == "fail":
            for path in dict.fromkeys(each.file for each in found):
                code.settle(path, "staleDerived", "base")
            found = stale(code.derivations(), now)
        return found
