"""The history of states as a plain graph."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class History:
    """States and those they come from, each younger than its parents; every change makes one."""

    parents: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def new(self, *parents: int) -> int:
        """Return a new state that comes from others."""
        state = len(self.parents)
        self.parents[state] = parents
        return state

    def ancestors(self, state: int) -> set[int]:
        """Return a state and all that it comes from."""
        seen: set[int] = set()
        waiting = [state]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting += self.parents[here]
        return seen

    def nearest(self, one: int, other: int) -> set[int]:
        """Return the common ancestors that are none of another's."""
        common = self.ancestors(one) & self.ancestors(other)
        behind = {older for state in common for parent in self.parents[state] for older in self.ancestors(parent)}
        return common - behind
