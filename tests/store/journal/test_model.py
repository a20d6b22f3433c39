"""The journal compared with a model of plain values, for random sequences of operations."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from s3enc_gui.domain.encryption.comparison import Sent
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.reverification import checked_again
from s3enc_gui.domain.uploads.journal_changes import (
    RecordContent,
    RecordEnd,
    RecordOrder,
    RecordPart,
    RecordStart,
    RecordState,
    RecordUpload,
)
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.domain.uploads.transfer import (
    FileFingerprint,
    OpenUpload,
    SentPart,
    Transfer,
    TransferState,
)
from s3enc_gui.store.journal.journal import Journal
from tests.store.journal.values import BARE, CONNECTION, NOW, OPTIONS, RECEIPT, Programs

NAMES = st.text(st.characters(), max_size=6)  # including lone surrogates
ITEMS = st.lists(st.builds(UploadItem, NAMES, NAMES, st.integers(0, 2**50)), max_size=4)
ETAGS = st.text("0123456789abcdef", max_size=4)
PARTS = st.builds(
    SentPart,
    st.integers(1, 5),
    st.integers(0, 2**33),
    ETAGS,
    st.integers(0, 2**64 - 1),
    st.none() | st.binary(min_size=16, max_size=16),
)
MARKS = st.builds(FileFingerprint, st.integers(0, 2**50), st.integers(0, 2**62))
SENT = st.builds(Sent, st.integers(0, 2**50), ETAGS, st.none() | ETAGS)
UPLOADS = st.builds(OpenUpload, ETAGS, st.integers(1, 2**33), st.booleans())
RECEIPTS = st.none() | st.builds(
    lambda whole, file, bucket, ended: replace(whole, file=file, bucket=bucket, ended=ended),
    st.sampled_from([RECEIPT, BARE]),
    NAMES,
    st.sampled_from(["my-bucket", "other"]),
    st.none() | st.just(NOW),
)
LIVE_STATES = st.sampled_from([TransferState.WAITING, TransferState.RUNNING, TransferState.PAUSED])


class JournalModel(RuleBasedStateMachine):
    """Programs that use a journal one after the other; some end without closing it."""

    batch_ids = Bundle("batch_ids")
    transfer_ids = Bundle("transfer_ids")

    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "journal.sqlite"
        self.programs = Programs()
        self.runs = 0
        self.owners, self.origins = {}, {}
        self.open = set()
        self.rows: dict[int, Transfer] = {}
        self.order: list[int] = []
        self.receipts = []
        self.start()

    def start(self):
        self.runs += 1
        self.us = self.programs.start(f"run {self.runs}")
        self.journal = Journal(self.path, self.us)

    def change(self, number, **what):
        if number in self.rows:
            self.rows[number] = replace(self.rows[number], **what)

    def enter(self, batch, items, numbers):
        for item, number in zip(items, numbers, strict=True):
            self.rows[number] = Transfer(number, batch, item)
            self.order.append(number)

    def unfinished(self, batch):
        return [
            one.id
            for one in self.rows.values()
            if one.batch == batch and one.state is not TransferState.ENDED
        ]

    @rule(target=batch_ids, items=ITEMS, origin=st.sampled_from(["", "a b", "c"]))
    def add(self, items, origin):
        batch, numbers = self.journal.add(CONNECTION, "my-bucket", OPTIONS, items, origin)
        self.owners[batch.id], self.origins[batch.id] = self.us.id, origin
        if origin:
            self.open.add(batch.id)
        self.enter(batch.id, items, numbers)
        return batch.id

    @rule(batch=batch_ids, items=ITEMS)
    def add_items(self, batch, items):
        if batch in self.owners:
            self.enter(batch, items, self.journal.add_items(batch, items))

    @rule(target=transfer_ids, which=st.integers(0, 10))
    def point(self, which):
        return sorted(self.rows)[which % len(self.rows)] if self.rows else 1

    @rule(number=transfer_ids, state=LIVE_STATES)
    def move(self, number, state):
        self.journal.write([RecordState((number,), state)])
        self.change(number, state=state, result=None)

    @rule(number=transfer_ids, key=NAMES, mark=MARKS)
    def begin_sending(self, number, key, mark):
        self.journal.write([RecordStart(number, key, mark, NOW)])
        self.change(number, key=key, mark=mark, begun=NOW, sent=None)

    @rule(number=transfer_ids, upload=st.none() | UPLOADS)
    def open_upload(self, number, upload):
        self.journal.write([RecordUpload(number, upload)])
        self.change(number, upload=upload)

    @rule(number=transfer_ids, part=PARTS)
    def part_arrives(self, number, part):
        self.journal.write([RecordPart(number, part)])
        row = self.rows.get(number)
        if row is not None and row.upload is not None:
            parts = {one.number: one for one in row.upload.parts} | {part.number: part}
            ordered = tuple(parts[one] for one in sorted(parts))
            self.change(number, upload=replace(row.upload, parts=ordered))

    @rule(number=transfer_ids, sent=SENT)
    def all_is_sent(self, number, sent):
        self.journal.write([RecordContent(number, sent)])
        self.change(number, sent=sent)

    @rule(number=transfer_ids, result=st.sampled_from(Result), receipt=RECEIPTS)
    def end(self, number, result, receipt):
        self.journal.write([RecordEnd(number, result, receipt)])
        self.change(number, state=TransferState.ENDED, result=result, upload=None)
        if result in (Result.EXISTS, Result.SKIPPED):
            self.change(number, key=None, mark=None, sent=None, begun=None)
        if receipt is not None:
            self.add_receipt(number, receipt)

    def add_receipt(self, number, receipt):
        """An object has one receipt, with its later checks."""
        for at in reversed(range(len(self.receipts))):
            transfer, kept = self.receipts[at]
            again = checked_again(kept, receipt) if transfer == number else None
            if again:
                self.receipts[at] = (number, again)
                return
        self.receipts.append((number, receipt))

    @rule(chance=st.randoms())
    def reorder(self, chance):
        own = [n for n in self.order if self.owners[self.rows[n].batch] == self.us.id]
        named = chance.sample(own, chance.randint(0, len(own)))
        self.journal.write([RecordOrder(tuple(named))])
        rest = [n for n in self.order if n not in named]
        first = next((at for at, n in enumerate(rest) if n in own), len(rest))
        self.order = rest[:first] + named + rest[first:]

    @rule(batch=batch_ids)
    def forget(self, batch):
        assert self.journal.forget(batch)
        self.open.discard(batch)
        for number in self.unfinished(batch):
            del self.rows[number]
            self.order.remove(number)
        if all(one.batch != batch for one in self.rows.values()):
            self.owners.pop(batch, None)

    @rule(clean=st.booleans())
    def restart(self, clean):
        """Start another program; without closing, the first one ended as in a crash."""
        self.us.die()
        left = self.journal
        if clean:
            left.close()
        self.start()
        left.close()

    @rule()
    def close_batches(self):
        self.journal.close_batches("a b")
        self.open -= {
            batch
            for batch, owner in self.owners.items()
            if owner == self.us.id and self.origins[batch] == "a b"
        }

    def to_do(self, batch):
        return batch in self.open or bool(self.unfinished(batch))

    @rule(batch=batch_ids)
    def claim(self, batch):
        free = self.owners.get(batch, self.us.id) != self.us.id and self.to_do(batch)
        assert self.journal.claim(batch) is free
        if free:
            self.owners[batch] = self.us.id
            for number in self.unfinished(batch):
                if self.rows[number].state is TransferState.RUNNING:
                    self.change(number, state=TransferState.WAITING)

    @invariant()
    def transfers_are_the_same(self):
        for batch in self.owners:
            numbers = sorted(one.id for one in self.rows.values() if one.batch == batch)
            found = self.journal.transfers(batch)
            assert sorted(found, key=lambda one: one.id) == [self.rows[n] for n in numbers]
            if self.owners[batch] == self.us.id:
                assert [one.id for one in found] == [n for n in self.order if n in numbers]

    @invariant()
    def interrupted_are_the_same(self):
        ownerless = [batch for batch, owner in self.owners.items() if owner != self.us.id]
        left = [batch for batch in ownerless if self.unfinished(batch)]
        found = self.journal.interrupted()
        assert [one.batch.id for one in found] == left
        assert [one.files for one in found] == [len(self.unfinished(one)) for one in left]
        ours = [one for one in ownerless if self.origins[one] == "a b" and self.to_do(one)]
        newest = max(ours, default=None)
        again = self.journal.unfinished("a b")
        assert (again and again.id) == newest

    @invariant()
    def uploads_are_known(self):
        ids = {one.upload.upload_id for one in self.rows.values() if one.upload}
        assert self.journal.known_uploads("my-bucket") == ids

    @invariant()
    def receipts_are_the_same(self):
        written = [receipt for _, receipt in self.receipts]
        newest_first = sorted(
            reversed(written), key=lambda one: one.ended is not None, reverse=True
        )
        ended = [one for one in newest_first if one.ended == NOW]
        found = self.journal.receipts(ReceiptQuery())
        assert len(found) == self.journal.count_receipts(ReceiptQuery()) == len(written)
        assert [one for one in found if one.ended == NOW] == ended
        assert self.journal.receipt_buckets() == sorted({one.bucket for one in written})
        for number, receipt in dict(self.receipts).items():
            assert self.journal.receipt_of(number) == receipt

    def teardown(self):
        if hasattr(self, "journal"):
            self.journal.close()
            self.folder.cleanup()


TestJournalModel = JournalModel.TestCase
TestJournalModel.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
