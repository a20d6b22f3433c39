"""A dry run as text: every way and every reason has a name and a place."""

from __future__ import annotations

from s3enc_gui.domain.reencryption.dry_run import Cost, Count, DryRun
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.way import Choice, Reason, Way
from s3enc_gui.wording.reencryption.dry_run import (
    consequences,
    costs,
    details,
    effect_names,
    effects,
    grouped_rows,
    way_rows,
)
from s3enc_gui.wording.reencryption.labels import reason_text, state_text

WAYS = [Choice(way) for way in Way if way is not Way.CANNOT]
CANNOT = [Choice(Way.CANNOT, reason) for reason in Reason if reason]


def test_every_way_and_reason_has_a_row_changes_first():
    rows = way_rows(DryRun({choice: Count(2, 3) for choice in (*reversed(CANNOT), *WAYS)}))
    assert [name for name, _, _ in rows][:2] == ["Change in place", "Copy onto itself"]
    assert len({name for name, _, _ in rows}) == len(WAYS) + len(CANNOT)
    assert all(map(reason_text, (choice.reason for choice in CANNOT)))
    assert all(map(state_text, State))


def test_several_reasons_are_below_their_sum():
    choices = (Choice(Way.NOTHING), *CANNOT[:2])
    rows = grouped_rows(DryRun({choice: Count(2, 3) for choice in choices}))
    assert rows[:2] == [("Nothing to do", "2", "3 bytes"), ("Can't be changed", "4", "6 bytes")]
    assert [name for name, _, _ in rows[2:]] == [
        "\u2003Archived: restore it first",
        "\u2003Stored again by somebody since",
    ]


def test_one_reason_is_beside_its_way():
    (row,) = grouped_rows(DryRun({CANNOT[0]: Count(1, 3)}))
    assert row == ("Can't be changed: archived: restore it first", "1", "3 bytes")


def test_every_effect_has_a_name_that_is_known():
    counts = {choice: Count(1, 1024**3) for choice in WAYS}
    dry_run = DryRun(counts, Cost(20, 4, 3), client_side=1, old_versions=1)
    named = [name for name, _ in (*costs(dry_run), *consequences(dry_run), *details(dry_run))]
    assert named == list(effect_names())


def test_copies_say_what_they_cannot_keep():
    counts = {Choice(Way.PARTS): Count(1, 1024**3)}
    said = " ".join(effects(DryRun(counts, Cost(20, 4), versioned=True)))
    for part in ("ACLs are reset", "Annotations", "a new version", "Storage: 1.1 GB more"):
        assert part in said, said
