from __future__ import annotations

import random
import subprocess
import sys
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import OnlyProcess, ProcessLock
from tests.store.journal.killed_writer import FILES
from tests.store.journal.values import CONNECTION, ITEMS, OPTIONS

ROOT = Path(__file__).parents[2]
KILLS = 25


@contextmanager
def program(*arguments):
    command = [sys.executable, "-m", "tests.store.journal.killed_writer", *map(str, arguments)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def killed_after(path, folder, lines, spin):
    """Kill a writing process some time after transaction `lines`; return the last it printed."""
    with program(path, folder, "write") as process:
        for _ in range(lines):
            process.stdout.readline()
        for _ in range(spin):  # some time between two transactions
            pass
        process.kill()
        rest = process.stdout.read().split()
        return int(rest[-1]) if rest else lines


def is_intact(journal):
    return journal._database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def check_whole(journal, batch, printed):
    """Check that printed transactions are complete, and none is partial; return their number."""
    *running, _ = journal.transfers(batch)
    written = [[part.number for part in one.upload.parts] for one in running if one.upload]
    turns = len(written[0]) if written else 0
    assert turns in (printed, printed + 1)
    assert written in ([], [list(range(1, turns + 1))] * FILES)
    expected = [TransferState.WAITING, TransferState.RUNNING, TransferState.PAUSED][
        0 if not turns else 2 - turns % 2
    ]
    assert {one.state for one in running} == {expected}
    return turns


def test_after_a_kill_every_transaction_is_complete(tmp_path):
    path, folder = tmp_path / "journal.sqlite", tmp_path / "instances"
    chance = random.Random()  # noqa: S311 - moments, not secrets
    receipts = 0
    for batch in range(1, KILLS + 1):
        printed = killed_after(path, folder, chance.randrange(1, 60), chance.randrange(100_000))
        with closing(Journal(path, ProcessLock(folder))) as journal:
            assert journal.damaged is None
            assert is_intact(journal)
            receipts += check_whole(journal, batch, printed)
            assert journal.count_receipts(ReceiptQuery()) == receipts
            assert [one.batch.id for one in journal.interrupted()] == list(range(1, batch + 1))
    print(f"{KILLS} kills, {receipts} transactions, all complete")


@pytest.mark.parametrize("attempt", range(3))
def test_one_of_several_programs_claims_a_batch(tmp_path, attempt):
    path, folder = tmp_path / "journal.sqlite", tmp_path / "instances"
    with closing(Journal(path, OnlyProcess())) as journal:
        journal.add(CONNECTION, "my-bucket", OPTIONS, ITEMS)
    with ExitStack() as stack:
        racers = [stack.enter_context(program(path, folder, "claim", 1)) for _ in range(3)]
        for racer in racers:
            racer.stdin.write("go\n")
            racer.stdin.flush()
        answers = [racer.stdout.readline().strip() for racer in racers]
    assert sorted(answers) == ["False", "False", "True"]


def test_the_batch_of_a_killed_owner_can_be_claimed_again(tmp_path):
    path, folder = tmp_path / "journal.sqlite", tmp_path / "instances"
    with closing(Journal(path, OnlyProcess())) as journal:
        journal.add(CONNECTION, "my-bucket", OPTIONS, ITEMS)
    with program(path, folder, "claim", 1) as owner:
        owner.stdin.write("go\n")
        owner.stdin.flush()
        assert owner.stdout.readline() == "True\n"
        with closing(Journal(path, ProcessLock(folder))) as journal:
            assert not journal.claim(1)
            owner.kill()
            owner.wait()
            assert journal.claim(1)
