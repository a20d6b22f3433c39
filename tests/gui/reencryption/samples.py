"""Plans and results to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.preflight.check import Subject, cannot_check, fine, will_fail
from s3enc_gui.domain.reencryption.dry_run import Cost, Count, DryRun
from s3enc_gui.domain.reencryption.known_run import KnownRun
from s3enc_gui.domain.reencryption.run import Changed, Origin, Planned, Receipt, RunFacts, RunResult
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Choice, Reason, Way
from s3enc_gui.i18n import text
from s3enc_gui.jobs.reencryption.plan import ReencryptionPlan
from s3enc_gui.jobs.reencryption.selection import Selection

CONNECTION, NOON = Connection(), datetime(2026, 3, 1, 12, tzinfo=UTC)
SELECTION = Selection("0-0", prefixes=("1/",))
KEY = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"
TARGET = Target(Encryption.SSE_KMS, KEY)
GIB = 1024**3
COUNTS = {
    Choice(Way.UPDATE): Count(12_408, 48 * GIB),
    Choice(Way.COPY): Count(310, 2 * GIB),
    Choice(Way.PARTS): Count(2, 14 * GIB),
    Choice(Way.NOTHING): Count(1_204, GIB),
    **{Choice(Way.CANNOT, reason): Count(3, 4096) for reason in Reason if reason},
}
DRY_RUN = DryRun(
    COUNTS, Cost(12_948, 26_064, 25_100), versioned=True, client_side=4, old_versions=2
)


CHECKS = (
    will_fail(Subject.SOURCE_KEYS, text("The KMS key is disabled.")),
    cannot_check(Subject.POLICY, text("The bucket has no policy.")),
    fine(Subject.VERSIONING, text("Versioning is off.")),
)


def plan(left=12_720, dry_run=DRY_RUN, *, resumed=False):
    facts = RunFacts("0-0", TARGET, NOON, planned=NOON)
    return ReencryptionPlan("/0.sqlite", facts, dry_run, left, resumed, CHECKS)


def result(left=0, *, problems=2):
    counts = {State.VERIFIED: 12_718 - left, State.ALREADY: 1_204, State.FAILED: problems}
    if left:
        counts[State.PLANNED] = left
    planned = Planned(
        1, "1/2", None, True, "0", 4, EncryptionStatus("AES256"), TARGET, Choice(Way.UPDATE),
        State.FAILED,
    )  # fmt: skip
    error = AppError(text("Access denied"), code="AccessDenied")
    shown = (Receipt(planned, Changed(State.FAILED, error=error)),) if problems else ()
    return RunResult("/0.sqlite", {k: v for k, v in counts.items() if v}, None, shown)


def receipt(state, key="1/2", reason=Reason.NONE, error=None, number=1, after=None):
    """What became of an object that had SSE-S3."""
    way = Way.CANNOT if state is State.CANNOT else Way.UPDATE
    before = EncryptionStatus("AES256")
    planned = Planned(
        number, key, None, True, "0", 4, before, TARGET, Choice(way, reason), state
    )  # fmt: skip
    return Receipt(planned, Changed(state, after, error=error))


STORED = EncryptionStatus("aws:kms", KEY, bucket_key=True)
RECEIPTS = (
    receipt(State.FAILED, error=AppError(text("Access denied"), code="AccessDenied")),
    receipt(State.CANNOT, "1/keyed", Reason.CUSTOMER_KEY),
    *(receipt(one, f"1/{one}", after=STORED) for one in State if one is not State.CANNOT),
)


def known(path="/0.sqlite", left=0):
    """A run whose file is on this computer."""
    facts = RunFacts(
        "0-0", TARGET, NOON, planned=NOON, began=NOON, origin=Origin(CONNECTION, ("1/",))
    )
    if not left:
        facts = replace(facts, ended=NOON)
    return KnownRun(path, facts, result(left).counts)


def rows_of(table):
    """The texts of a table, row by row."""
    columns = range(table.columnCount())
    return [[table.item(row, at).text() for at in columns] for row in range(table.rowCount())]
