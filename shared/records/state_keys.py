"""The keys of saved states and of families; `shared.records.keys` has the table of all."""

from __future__ import annotations

from typing import Final

from shared.domain.session import Session
from shared.kernel.hashing import digest
from shared.ports.items import Key
from shared.records import keys

CHECKPOINTS: Final = "CHECKPOINT#"
SUMMARIES: Final = "SUMMARY#"
APPROVALS: Final = "APPROVAL#"
COMMITS: Final = "COMMIT#"
MERGES: Final = "MERGE#"
SHARDS: Final = "0123456789abcdef"


def checkpoint(session: Session, checkpoint_id: str) -> Key:
    """Return the key of one checkpoint."""
    return Key(keys.content_partition(session), CHECKPOINTS + keys.named(checkpoint_id))


def checkpoint_name(session: Session, name: str) -> Key:
    """Return the key of the mark that a checkpoint has a name."""
    return Key(keys.content_partition(session), f"NAME#{keys.named(name)}")


def held(session: Session, checkpoint_id: str) -> Key:
    """Return the key of the mark that a pending approval names a checkpoint."""
    return Key(keys.content_partition(session), f"HELD#{keys.named(checkpoint_id)}")


def approval(session: Session, approval_id: str) -> Key:
    """Return the key of one approval; time-ordered ids list them oldest first."""
    return Key(keys.content_partition(session), APPROVALS + keys.named(approval_id))


def merge(session: Session, merge_id: str) -> Key:
    """Return the key of one merge into the session."""
    return Key(keys.content_partition(session), MERGES + keys.escaped(merge_id))


def revision(session: Session, number: int) -> Key:
    """Return the key of the pointer from a revision to its node."""
    return Key(keys.content_partition(session), f"REVISION#{number:012d}")


def summary(session: Session, summary_id: str) -> Key:
    """Return the key of one summary of what would be committed."""
    return Key(keys.content_partition(session), SUMMARIES + keys.named(summary_id))


def commit(commit_id: str) -> Key:
    """Return the key of one commit, which belongs to no session's partitions since it outlives them all."""
    return Key(f"COMMIT#{keys.named(commit_id)}", "COMMIT")


def commit_of(session: Session, sequence: int) -> Key:
    """Return the key of a commit in the list of its session; twelve digits keep text and number order the same."""
    return Key(keys.content_partition(session), f"{COMMITS}{sequence:012d}")


def family_partition(space: str) -> str:
    """Return the partition of what the sessions of one blob space share."""
    return f"FAMILY#{space}"


def node(space: str, node_id: str) -> Key:
    """Return the key of one node of a family's graph."""
    return Key(family_partition(space), f"NODE#{keys.named(node_id)}")


def tombstones(digit: str) -> str:
    """Return one of the partitions that list the sessions that were deleted lately."""
    return f"INDEX#DELETED#{digit}"


def tombstone(session_id: str) -> Key:
    """Return the key of what is kept in mind of a session that was deleted."""
    return Key(tombstones(digest(session_id.encode("utf-8", "surrogatepass"))[0]), keys.escaped(session_id))


def moves(space: str) -> Key:
    """Return the key of a family's counter of moves."""
    return Key(family_partition(space), "MOVES")


def families_partition(digit: str) -> str:
    """Return one of the partitions that list all families."""
    return f"FAMILIES#{digit}"


def members_prefix(space: str) -> str:
    """Return what the entries of one family's members start with."""
    return f"{space}#"


def member(space: str, kind: str, member_id: str) -> Key:
    """Return the key of one member of a family."""
    shard = digest(space.encode())[0]
    return Key(families_partition(shard), f"{members_prefix(space)}{kind}#{keys.escaped(member_id)}")
