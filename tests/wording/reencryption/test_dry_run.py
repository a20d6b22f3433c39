"""A dry run as text: every way and every reason has a name and a place."""

from __future__ import annotations

from s3enc_gui.domain.reencryption.dry_run import Cost, Count, DryRun
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.way import Choice, Reason, Way
from s3enc_gui.wording.reencryption.dry_run import dry_run_text, effects, way_rows
from s3enc_gui.wording.reencryption.labels import reason_text, state_text

WAYS = [Choice(way) for way in Way if way is not Way.CANNOT]
CANNOT = [Choice(Way.CANNOT, reason) for reason in Reason if reason]


def test_every_way_and_reason_has_a_row_changes_first():
    rows = way_rows(DryRun({choice: Count(2, 3) for choice in (*reversed(CANNOT), *WAYS)}))
    assert [name for name, _, _ in rows][:2] == ["Change in place", "Copy onto itself"]
    assert len({name for name, _, _ in rows}) == len(WAYS) + len(CANNOT)
    assert all(map(reason_text, (choice.reason for choice in CANNOT)))
    assert all(map(state_text, State))


def test_one_object_is_one():
    said = dry_run_text(DryRun({Choice(Way.COPY): Count(1, 3), Choice(Way.NOTHING): Count(2, 3)}))
    assert said.startswith("Copy onto itself: 1 object, 3 bytes\nNothing to do: 2 objects, 3 bytes")


def test_copies_say_what_they_cannot_keep():
    counts = {Choice(Way.PARTS): Count(1, 1024**3)}
    said = " ".join(effects(DryRun(counts, Cost(20, 4), versioned=True)))
    for part in ("ACLs are reset", "annotations", "a new version", "of storage more"):
        assert part in said, said
