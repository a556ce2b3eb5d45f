"""Merges: what both sessions changed since they parted, together in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.adapters.clock import SystemClock
from shared.adapters.files import FileBlobs
from shared.adapters.sqlite import SqliteItems
from shared.domain.approval import Approval, Source
from shared.domain.content import Write, made
from shared.domain.merging.derivation import value_hash
from shared.domain.merging.rules import ListKey, PathStrategy, Rules
from shared.domain.merging.values import DerivedFrom
from shared.domain.session import Session
from shared.domain.workspace import Policy
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from shared.records.code import CodeRecords
from shared.records.holdings import Holdings
from shared.services.collecting import Collecting
from shared.services.merge_wishes import Done, Expected
from shared.services.states import Reference
from tests.fakes.clock import FakeClock
from tests.unit.services.merges import MergeShop, take
from tests.unit.services.workspaces import ANN, BOB

LONG = "x" * 9_000


@pytest.fixture(name="shop")
def _shop(tmp_path: Path) -> Iterator[MergeShop]:
    items = SqliteItems(":memory:")
    yield MergeShop(items, FileBlobs(tmp_path))
    items.close()


def expected(done: Done) -> Expected:
    merge = done.merge
    return Expected(merge.start.node_id, merge.target.content_hash, merge.source.content_hash)


def paths(done: Done) -> list[tuple[str, str]]:
    return [(found.path, found.kind) for found in done.found]


def parted(shop: MergeShop) -> None:
    """Make a session and a fork of it, which both go on."""
    shop.create(colour="red", shape={"sides": 3, "filled": True}, gone=1)
    shop.change("s1", {"a.txt": "one", "b.txt": LONG})
    shop.fork("s1", "f1")
    shop.change("s1", {"a.txt": "ours"}, shape={"sides": 4, "filled": True}, same=1)
    shop.change("f1", {"b.txt": LONG + "theirs", "c.txt": "new"}, shape={"sides": 3, "filled": False}, same=1)
    shop.records.change(shop.head("f1"), replace(shop.a_change({}), removed=("gone",)))


def test_what_both_changed_comes_together(shop: MergeShop) -> None:
    parted(shop)
    before, source = shop.head("s1"), shop.head("f1")
    hashes = shop.hash("s1"), shop.hash("f1")

    done = shop.merge("s1", "f1", message="good", expected_revision=source.revision)

    assert shop.data("s1") == {"colour": "red", "shape": {"sides": 4, "filled": False}, "same": 1}
    assert shop.code("s1") | {"b.txt": ""} == {"a.txt": "ours", "b.txt": "", "c.txt": "new"}
    merge, after = done.merge, shop.head("s1")
    assert (merge.state, merge.result, merge.start.kind) == ("applied", "merged", "forkPoint")
    assert (merge.target.content_hash, merge.source.content_hash) == hashes
    assert (merge.target.revision, merge.revision, after.revision) == (
        before.revision,
        before.revision + 1,
        merge.revision,
    )
    assert merge.content_hash == shop.hash("s1")
    assert (merge.stats.taken_from_source, merge.stats.kept_from_target, merge.stats.same_on_both) == (4, 2, 1)
    assert (shop.hash("f1"), shop.head("f1").revision) == (hashes[1], source.revision)
    assert shop.kinds("s1")[-1] == "session.merged"
    assert shop.kinds("f1")[-1] == "session.mergedInto"
    node = shop.lineage.get(after.space, after.lineage.node)
    assert node.parents == (shop.lineage.at_revision(before, before.revision), shop.head("f1").lineage.node)
    assert (node.kind, node.content_hash, after.is_at_node) == ("merge", merge.content_hash, True)
    [safety] = [each for each in shop.states.checkpoints.list(after) if each.id == merge.safety_checkpoint_id]
    assert (safety.automatic, safety.content_hash) == (True, hashes[0])


def test_the_same_source_again_is_merged_already(shop: MergeShop) -> None:
    parted(shop)
    shop.merge("s1", "f1")
    before = shop.head("s1")

    again = shop.merge("s1", "f1")

    assert (again.merge.result, again.merge.state, again.merge.id) == ("alreadyMerged", "tried", "")
    assert shop.head("s1") == before
    with pytest.raises(Invalid, match="no conflict"):
        shop.merge("s1", "f1", take("data:/colour", "ours"), expect=expected(again))


def test_a_second_merge_takes_only_what_is_new(shop: MergeShop) -> None:
    parted(shop)
    shop.merge("s1", "f1")
    shop.change("s1", shape={"sides": 5, "filled": False})
    shop.change("f1", colour="green")

    done = shop.merge("s1", "f1")

    assert (done.merge.start.kind, done.merge.stats.taken_from_source) == ("merge", 1)
    assert (shop.data("s1")["colour"], shop.data("s1")["shape"]) == ("green", {"sides": 5, "filled": False})


def test_a_target_that_has_not_moved_gets_what_the_source_has(shop: MergeShop) -> None:
    parted(shop)
    shop.fork("f1", "f2")
    shop.change("f2", {"b.txt": None}, made=1)

    done = shop.merge("f1", "f2")

    assert (done.merge.result, shop.hash("f1")) == ("fastForward", shop.hash("f2"))
    after = shop.head("f1")
    assert len(shop.lineage.get(after.space, after.lineage.node).parents) == 2


def test_a_dry_run_foretells_the_merge(shop: MergeShop) -> None:
    parted(shop)
    before = shop.head("s1"), shop.head("f1")

    foreseen = shop.merge("s1", "f1", dry_run=True)
    assert (foreseen.merge.state, foreseen.merge.id) == ("tried", "")
    assert (shop.hash("s1") != foreseen.merge.content_hash, shop.kinds("s1")[-1]) == (True, "data.changed")
    assert (shop.head("s1").revision, shop.head("f1").revision) == (before[0].revision, before[1].revision)

    assert shop.merge("s1", "f1").merge.content_hash == foreseen.merge.content_hash == shop.hash("s1")


def test_a_merge_undone_by_a_restore_can_be_done_again(shop: MergeShop) -> None:
    parted(shop)
    first = shop.merge("s1", "f1")
    shop.restore("s1", first.merge.safety_checkpoint_id)
    assert shop.hash("s1") == first.merge.target.content_hash

    again = shop.merge("s1", "f1")

    assert (again.merge.result, again.merge.content_hash) == ("merged", first.merge.content_hash)


def test_of_a_criss_cross_one_base_is_taken_and_the_other_is_told(shop: MergeShop) -> None:
    shop.create(a=1, b=1)
    shop.fork("s1", "f1")
    shop.change("s1", a=2)
    shop.change("f1", b=2)
    one, other = shop.save("s1").id, shop.save("f1").id
    shop.merge("s1", "f1", at=Reference(checkpoint_id=other))
    shop.merge("f1", "s1", at=Reference(checkpoint_id=one))
    shop.change("s1", c=3)
    shop.change("f1", d=3)

    done = shop.merge("s1", "f1")

    assert (len(done.merge.start.others), shop.data("s1")) == (1, {"a": 2, "b": 2, "c": 3, "d": 3})


def test_siblings_and_parents_are_merged_by_the_other_door(shop: MergeShop) -> None:
    parted(shop)
    shop.fork("s1", "f2")
    shop.fork("f1", "f3")
    shop.change("f2", sibling=1)

    for target, source, descends in [("s1", "f3", True), ("f1", "s1", False), ("f1", "f2", False)]:
        if descends:
            assert shop.merge(target, source, descending=True).merge.state == "applied"
        else:
            with pytest.raises(Conflict) as refused:
                shop.merge(target, source, descending=True)
            assert refused.value.code == "not_a_descendant"
    assert shop.merge("f1", "f2").merge.start.kind == "forkPoint"
    assert shop.data("f1")["sibling"] == 1


def test_conflicts_are_told_and_remembered_and_leave_everything(shop: MergeShop) -> None:
    parted(shop)
    shop.change("s1", {"b.txt": LONG + "ours"}, shape={"sides": 3, "filled": "half"})
    shop.records.change(shop.head("s1"), replace(shop.a_change({}), removed=("colour",)))
    shop.change("f1", colour="blue")
    before, content = shop.head("s1"), shop.hash("s1")

    done = shop.merge("s1", "f1")

    assert paths(done) == [
        ("code:/b.txt", "modifyModify"),
        ("data:/colour", "deleteModify"),
        ("data:/shape/filled", "typeChange"),
    ]
    file, colour, filled = done.found
    assert file.ours is not None
    assert file.theirs is not None
    assert (file.ours.size, file.ours.is_inline, file.ours.changed_by) == (len(LONG) + 4, False, "user:ann")
    assert shop.blobs.get(before.space, file.theirs.hash).decode() == LONG + "theirs"
    assert (colour.base and colour.base.value, colour.ours, colour.theirs and colour.theirs.value) == (
        "red",
        None,
        "blue",
    )
    assert (filled.ours and filled.ours.value, filled.theirs and filled.theirs.value) == ("half", False)
    assert (shop.hash("s1"), shop.head("s1").revision) == (content, before.revision)
    assert shop.kinds("s1")[-1] == "session.mergeConflicted"
    merge, found = shop.attempts.found(ANN, "s1", done.merge.id)
    assert (merge, found) == (done.merge, done.found)


def test_resolutions_decide_conflicts_of_exactly_what_was_seen(shop: MergeShop) -> None:
    shop.create(a=1, b=1, c=1, d=1, e=1)
    shop.fork("s1", "f1")
    shop.change("s1", {"x.txt": "ours"}, a=2, b=2, c=2, d=2, e=2)
    shop.change("f1", {"x.txt": "theirs"}, a=3, b=3, c=3, d=3, e=3)
    seen = shop.merge("s1", "f1", dry_run=True)
    answers = [
        take("data:/a", "ours"),
        take("data:/b", "theirs"),
        take("data:/c", "base"),
        take("data:/d", "delete"),
        take("data:/e", "value", value={"new": None}),
        take("code:/x.txt", "value", content="both"),
    ]

    done = shop.merge("s1", "f1", *answers, expect=expected(seen))

    assert (shop.data("s1"), shop.code("s1")) == ({"a": 2, "b": 3, "c": 1, "e": {"new": None}}, {"x.txt": "both"})
    assert [(each.path, each.took, each.resolved_by) for each in done.merge.resolved] == sorted(
        (each.path, each.take, "resolution") for each in answers
    )
    shop.change("s1", a=7)
    shop.change("f1", a=8)
    with pytest.raises(Stale) as refused:
        shop.merge("s1", "f1", take("data:/a", "ours"), expect=expected(seen))
    assert refused.value.code == "merge_inputs_changed"
    facts = refused.value.facts["expect"]
    now = shop.merge("s1", "f1", dry_run=True)
    assert facts == expected(now).told
    with pytest.raises(Invalid) as unused:
        shop.merge("s1", "f1", take("data:/a", "ours"), take("data:/b", "ours"), expect=expected(now))
    assert unused.value.code == "unused_resolution"


def test_rules_decide_what_no_resolution_does(shop: MergeShop) -> None:
    shop.create(a={"list": [{"name": "x", "v": 1}]}, b=1)
    shop.fork("s1", "f1")
    shop.change("s1", {"gen/x.txt": "ours", "x.txt": "ours"}, a={"list": [{"name": "x", "v": 2}]}, b=2)
    shop.change(
        "f1", {"gen/x.txt": "theirs", "x.txt": "theirs"}, a={"list": [{"name": "x", "v": 1}, {"name": "y"}]}, b=3
    )
    rules = Rules(
        strategy="ours",
        path_strategies=(PathStrategy("code:/gen/**", "theirs"), PathStrategy("code:/*", "fail")),
        list_keys=(ListKey("data:/a/list", ("name",)),),
        zones=("data", "code"),
    )

    found = shop.merge("s1", "f1", rules=rules, dry_run=True)
    assert paths(found) == [("code:/x.txt", "addAdd")]
    shop.merge("s1", "f1", rules=replace(rules, path_strategies=rules.path_strategies[:1]))

    assert shop.code("s1") == {"gen/x.txt": "theirs", "x.txt": "ours"}
    assert shop.data("s1") == {"a": {"list": [{"name": "x", "v": 2}, {"name": "y"}]}, "b": 2}
    for wrong, code in [
        (Rules(path_strategies=(PathStrategy("gen/**", "ours"),)), "bad_pattern"),
        (Rules(list_keys=(ListKey("code:/x", ("name",)),)), "unknown_path"),
    ]:
        shop.change("f1", b=9)
        with pytest.raises(Invalid) as refused:
            shop.merge("s1", "f1", rules=wrong)
        assert refused.value.code == code


def test_documents_are_merged_chunk_by_chunk(shop: MergeShop) -> None:
    shop.create()
    shop.put_document("s1", 1, "a", "b", "c")
    shop.put_document("s1", 2, "a")
    shop.fork("s1", "f1")
    shop.put_document("s1", 1, "ours", "b", "both-ours")
    shop.put_document("f1", 1, "a", "theirs", "both-theirs")
    shop.put_document("f1", 3, "new")
    shop.write("f1", shop.documents.removed("d2"))

    seen = shop.merge("s1", "f1", dry_run=True)
    assert paths(seen) == [("docs:/c1-2/content", "modifyModify"), ("docs:/c1-2/metadata/length", "modifyModify")]
    assert [each and each.value for each in (seen.found[0].base, seen.found[0].ours)] == ["c", "both-ours"]
    text, length = (
        take("docs:/c1-2/content", "value", content="mine"),
        take("docs:/c1-2/metadata/length", "value", value=4),
    )
    shop.merge("s1", "f1", text, length, expect=expected(seen))

    assert shop.texts("s1") == {"c1-0": "ours", "c1-1": "theirs", "c1-2": "mine", "c3-0": "new"}
    shop.put_document("s1", 1, "cut", "anew", raw="other")
    shop.put_document("f1", 1, "a", "edited", "c")
    again = shop.merge("s1", "f1")
    assert paths(again) == [("docs:/@d1", "modifyModify")]


def test_what_a_stage_made_goes_with_what_it_was_made_from(shop: MergeShop) -> None:
    model = made("model")

    def digested(session_id: str, text: str) -> None:
        shop.write(session_id, Write("data", model, {"v": {"blob": text, "filename": ""}}))

    def model_of(session_id: str) -> str:
        leaf = shop.content.view(shop.head(session_id)).find("data", model)
        return "" if leaf is None else leaf["v"]["blob"]  # type: ignore[index,call-overload,return-value]  # as above

    shop.create()
    shop.put_document("s1", 1, "a")
    digested("s1", "first")
    shop.fork("s1", "f1")
    shop.put_document("f1", 1, "b")
    digested("f1", "second")
    shop.change("s1", unrelated=1)
    fits = shop.merge("s1", "f1")
    assert (model_of("s1"), fits.merge.stale) == ("second", ())

    shop.put_document("s1", 2, "ours")
    digested("s1", "of ours")
    shop.put_document("f1", 3, "theirs")
    digested("f1", "of theirs")
    mixed = shop.merge("s1", "f1")
    assert (model_of("s1"), [each.path for each in mixed.merge.stale]) == ("of ours", ["data:/@model"])


def test_a_zone_that_was_left_out_is_found_by_the_next_merge(shop: MergeShop) -> None:
    parted(shop)

    partly = shop.merge("s1", "f1", rules=Rules(zones=("data",)))
    assert (sorted(shop.code("s1")), shop.data("s1")["shape"]) == (["a.txt", "b.txt"], {"sides": 4, "filled": False})
    whole = shop.merge("s1", "f1")

    assert (partly.merge.result, whole.merge.result, "c.txt" in shop.code("s1")) == ("merged", "merged", True)


def test_a_merge_that_is_held_is_resolved(shop: MergeShop) -> None:
    held = conflicting(shop)
    before = shop.head("s1")
    assert (before.about.status, before.revision, held.merge.state) == ("conflict", 3, "held")
    with pytest.raises(Conflict, match="merge to resolve"):
        shop.change("s1", a=9)
    for source in ("f1", "f2"):
        with pytest.raises(Conflict) as refused:
            shop.merge("s1", source)
        assert refused.value.code == "session_in_conflict"

    shop.merge("s1", "f1", take("data:/a", "theirs"), expect=expected(held))

    after = shop.head("s1")
    assert (after.about.status, after.about.hold, after.about.reason, shop.data("s1")) == ("active", None, "", {"a": 3})
    assert shop.attempts.get(ANN, "s1", held.merge.id)[1].state == "resolved"
    with pytest.raises(Conflict) as late:
        shop.attempts.abort(ANN, "s1", held.merge.id)
    assert (late.value.code, late.value.facts["state"]) == ("merge_not_held", "resolved")


def test_a_merge_that_is_held_is_given_up_by_whom_or_by_time(shop: MergeShop) -> None:
    held = conflicting(shop)
    shop.attempts.abort(ANN, "s1", held.merge.id)
    assert (shop.head("s1").about.status, shop.head("s1").revision, shop.data("s1")) == ("active", 4, {"a": 2})
    again = shop.merge("s1", "f1", hold=True)

    shop.clock.advance(hours=24)

    with pytest.raises(NotFound) as over:
        shop.attempts.get(ANN, "s1", again.merge.id)
    assert over.value.code == "merge_expired"
    shop.change("s1", a=9)
    assert (shop.head("s1").about.status, shop.data("s1")) == ("active", {"a": 9})
    assert shop.kinds("s1")[-4:] == [
        "session.mergeAborted",
        "session.mergeConflicted",
        "session.mergeAborted",
        "data.changed",
    ]
    assert [each.path for each in shop.merge("s1", "f1").found] == ["data:/a"]


def conflicting(shop: MergeShop) -> Done:
    shop.create(a=1)
    shop.fork("s1", "f1")
    shop.fork("s1", "f2")
    shop.change("s1", a=2)
    shop.change("f1", a=3)
    return shop.merge("s1", "f1", hold=True)


def test_one_source_goes_into_many_targets_at_once(shop: MergeShop) -> None:
    shop.create(start=0)
    shop.fork("s1", "source")
    targets = [shop.fork("s1", f"t{number}").id for number in range(8)]
    shop.change("source", new=1)

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda target: shop.merge(target, "source"), targets))

    assert [each.merge.state for each in done] == ["applied"] * 8
    assert [shop.data(target) for target in targets] == [{"start": 0, "new": 1}] * 8
    assert shop.kinds("source").count("session.mergedInto") == 8
    assert {shop.lineage.get(shop.head(each).space, shop.head(each).lineage.node).parents[1] for each in targets} == {
        shop.head("source").lineage.node
    }


def test_a_session_of_another_family_is_merged_again_and_again(shop: MergeShop) -> None:
    shop.create(a=1)
    other = shop.create("other", big=LONG, b=1)
    shop.put_document("other", 1, "text", LONG)
    shop.change("other", {"x.txt": LONG})

    with pytest.raises(Conflict) as unrelated:
        shop.merge("s1", "other")
    assert unrelated.value.code == "no_common_base"
    first = shop.merge("s1", "other", may_be_unrelated=True)
    assert (first.merge.start.kind, shop.head("s1").space != other.space) == ("empty", True)
    assert shop.merge("s1", "other").merge.result == "alreadyMerged"
    shop.change("other", b=2)
    shop.change("s1", a=2)
    second = shop.merge("s1", "other")
    assert (second.merge.start.others, second.merge.stats.taken_from_source) == ((), 1)
    assert shop.merge("other", "s1").merge.stats.taken_from_source == 1
    assert shop.hash("other") == shop.hash("s1")

    shop.delete("other")
    assert shop.data("s1") == {"a": 2, "b": 2, "big": LONG}
    assert (shop.texts("s1"), shop.texts("s1")["c1-1"]) == ({"c1-0": "text", "c1-1": LONG}, LONG)


def test_a_merge_holds_what_it_found_for_a_day(shop: MergeShop) -> None:
    shop = MergeShop(shop.items, shop.blobs, FakeClock(SystemClock().now()))
    shop.create()
    shop.fork("s1", "f1")
    shop.change("s1", {"a.txt": "ours"})
    shop.change("f1", {"a.txt": LONG})
    space = shop.head("s1").space
    # The merge is the last to hold what the source had: that has gone on, and nothing was saved of it.
    found = shop.merge("s1", "f1", rules=Rules(zones=("code",)), hold=True).found[0].theirs
    assert found is not None
    shop.change("f1", {"a.txt": "short"})
    shop.delete("f1")
    holdings = Holdings(shop.items, shop.blobs)

    assert found.hash in holdings.held(space, shop.clock.now())
    shop.clock.advance(hours=24)
    assert found.hash not in holdings.held(space, shop.clock.now())
    shop.clock.advance(days=10)
    collecting = Collecting(records=shop.records, holdings=holdings, blobs=shop.blobs, clock=shop.clock)
    assert found.hash in collecting.collect_space(space).removed
    with pytest.raises(NotFound):
        shop.blobs.get(space, found.hash)
    shop.clock.advance(days=30)
    shop.fork("s1", "f3")
    shop.change("f3", b=1)
    shop.merge("s1", "f3")
    assert [merge.source.session_id for merge in shop.keeping.records.live(shop.head("s1"), shop.clock.now())] == ["f3"]


def test_parents_of_a_merge_keep_their_content(shop: MergeShop) -> None:
    """The checkpoint before a merge goes after a while; what later merges are compared with must not."""
    shop.create(a=1, b=1)
    shop.fork("s1", "f1")
    shop.change("s1", a=2)
    shop.change("f1", b=2)
    saved = shop.save("f1")
    shop.merge("s1", "f1", at=Reference(checkpoint_id=saved.id))
    shop.checkpoints.delete(ANN, "f1", saved.id)
    shop.clock.advance(days=8)
    shop.checkpoints.prune(shop.head("s1"))
    assert list(shop.states.checkpoints.list(shop.head("s1"))) == []
    shop.change("f1", b=3)

    assert shop.merge("s1", "f1").merge.stats.taken_from_source == 1
    assert shop.data("s1") == {"a": 2, "b": 3}


def test_who_may_merge_reads_the_source_and_writes_the_target(shop: MergeShop) -> None:
    parted(shop)
    shop.change("s1")

    def share(session_id: str, role: str) -> None:
        def amend(after: Session) -> tuple[Session, tuple[()]]:
            access = {"user:ann": "owner", "user:bob": role}
            return replace(after, about=replace(after.about, access=access)), ()  # type: ignore[arg-type]  # roles

        shop.records.change(shop.head(session_id), shop.a_change({}), amend=amend)

    with pytest.raises(NotFound):
        shop.merge("s1", "f1", who=BOB)
    share("s1", "reader")
    with pytest.raises(Forbidden):
        shop.merge("s1", "f1", who=BOB)
    share("s1", "writer")
    with pytest.raises(NotFound):
        shop.merge("s1", "f1", who=BOB)
    share("f1", "reader")
    with pytest.raises(Forbidden):
        shop.merge("s1", "f1", who=BOB, close_source=True)
    with pytest.raises(Forbidden):
        shop.merge("s1", "f1", who=replace(BOB, scopes=frozenset({"session.read", "session.write"})))
    assert shop.merge("s1", "f1", who=BOB).merge.state == "applied"


def test_a_merge_that_needs_leave_uses_it_up(shop: MergeShop) -> None:
    parted(shop)

    def amend(after: Session) -> tuple[Session, tuple[()]]:
        return replace(after, about=replace(after.about, policy=Policy(approval=True))), ()

    shop.records.change(shop.head("s1"), shop.a_change({}), amend=amend)
    with pytest.raises(Conflict) as refused:
        shop.merge("s1", "f1")
    assert refused.value.code == "approval_required"
    session, now = shop.head("s1"), shop.clock.now()
    granted = Approval(
        id="a1",
        action="merge",
        content_hash=shop.hash("s1"),
        changed=session.changed,
        requester="user:ann",
        created=now,
        updated=now,
        expires=now + timedelta(days=1),
        source=Source(session_id="f1", content_hash=shop.hash("f1")),
        state="granted",
        decider="user:bob",
    )
    shop.items.transact(shop.approvals.records.requested(session, granted))

    shop.merge("s1", "f1")

    assert shop.approvals.records.get(shop.head("s1"), "a1").state == "consumed"
    shop.change("f1", colour="late")
    with pytest.raises(Conflict) as again:
        shop.merge("s1", "f1")
    assert again.value.code in {"approval_required", "approval_stale"}


def test_code_that_the_merged_data_has_left_behind_is_told_or_refused(shop: MergeShop) -> None:
    files = CodeRecords(shop.blobs)
    old = DerivedFrom("data:/shape", value_hash({"sides": 3}))
    shop.create(shape={"sides": 3})
    shop.write("s1", files.stored(shop.head("s1"), "own.txt", "for 3", (old,)))
    shop.fork("s1", "f1")
    shop.change("s1", shape={"sides": 4})
    shop.write("f1", files.stored(shop.head("f1"), "new.txt", "also for 3", (old,)))

    strict = shop.merge("s1", "f1", rules=Rules(stale="fail"), dry_run=True)
    told = shop.merge("s1", "f1")

    assert paths(strict) == [("code:/new.txt", "staleDerived"), ("code:/own.txt", "staleDerived")]
    assert [(each.path, each.made_from) for each in told.merge.stale] == [
        ("code:/new.txt", "data:/shape"),
        ("code:/own.txt", "data:/shape"),
    ]
    assert shop.content.view(shop.head("s1")).leaves("code")["new.txt"]["d"] == [[old.path, old.hash]]


def test_a_merge_that_was_decided_about_is_no_fast_forward(shop: MergeShop) -> None:
    files = CodeRecords(shop.blobs)
    old = DerivedFrom("data:/shape", value_hash({"sides": 3}))
    shop.create(shape={"sides": 3})
    shop.write("s1", *(files.stored(shop.head("s1"), name, "for 3", (old,)) for name in ("a.txt", "b.txt")))
    shop.fork("s1", "f1")
    shop.change("f1", shape={"sides": 4})
    strict = Rules(stale="fail")
    seen = expected(shop.merge("s1", "f1", rules=strict, dry_run=True))
    answers = (take("code:/a.txt", "delete"), take("code:/b.txt", "ours"))

    tried = shop.merge("s1", "f1", *answers, rules=strict, expect=seen, dry_run=True)
    done = shop.merge("s1", "f1", *answers, rules=strict, expect=seen)

    assert (tried.merge.result, done.merge.result) == ("merged", "merged")
    assert tried.merge.content_hash == done.merge.content_hash == shop.hash("s1")
    assert [*shop.content.view(shop.head("s1")).leaves("code")] == ["b.txt"]
    assert [each.path for each in done.merge.stale] == ["code:/b.txt"]
    assert shop.merge("s1", "f1").merge.result == "alreadyMerged"
