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
    """Kill a writing program somewhere behind its transaction number `lines`; return the last."""
    with program(path, folder, "write") as process:
        for _ in range(lines):
            process.stdout.readline()
        for _ in range(spin):  # a moment that no line of the program marks
            pass
        process.kill()
        rest = process.stdout.read().split()
        return int(rest[-1]) if rest else lines


def sound(journal):
    return journal._database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def check_whole(journal, batch, said):
    """Every transaction that was said is there, and no part of one; return how many there are."""
    *running, _ = journal.transfers(batch)
    written = [[part.number for part in one.upload.parts] for one in running if one.upload]
    turns = len(written[0]) if written else 0
    assert turns in (said, said + 1)
    assert written in ([], [list(range(1, turns + 1))] * FILES)
    expected = [TransferState.WAITING, TransferState.RUNNING, TransferState.PAUSED][
        0 if not turns else 2 - turns % 2
    ]
    assert {one.state for one in running} == {expected}
    return turns


def test_after_a_kill_every_transaction_is_whole(tmp_path):
    path, folder = tmp_path / "journal.sqlite", tmp_path / "instances"
    chance = random.Random()  # noqa: S311 - moments, not secrets
    receipts = 0
    for batch in range(1, KILLS + 1):
        said = killed_after(path, folder, chance.randrange(1, 60), chance.randrange(100_000))
        with closing(Journal(path, ProcessLock(folder))) as journal:
            assert journal.damaged is None
            assert sound(journal)
            receipts += check_whole(journal, batch, said)
            assert journal.count_receipts(ReceiptQuery()) == receipts
            assert [one.batch.id for one in journal.interrupted()] == list(range(1, batch + 1))
    print(f"{KILLS} kills, {receipts} transactions, all whole")


@pytest.mark.parametrize("attempt", range(3))
def test_of_programs_that_race_for_a_batch_one_gets_it(tmp_path, attempt):
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


def test_a_killed_owner_s_batch_can_be_claimed_again(tmp_path):
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
