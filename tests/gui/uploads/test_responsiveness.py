"""The wizard with 20,000 keys and 20,000 files: listed, searched, uploaded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.keys.kms_key import KeyAlias
from s3enc_gui.domain.uploads.found import FoundFile
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.jobs.keys import ListKeys
from s3enc_gui.jobs.uploads.queue.events import BytesSent, StateChanged, TransferEnded
from s3enc_gui.jobs.uploads.scan import BATCH, Scanned, ScanPaths
from s3enc_gui.jobs.uploads.upload import FilesQueued, UploadFiles
from tests.fakes.samples import outcome

pytestmark = pytest.mark.measured

COUNT = 20_000
PAGE = 100  # aliases per ListAliases response
ALIASES = tuple(KeyAlias(f"alias/key-{n:05}", f"{n:08x}-0000") for n in range(COUNT))
FILES = tuple(FoundFile(f"/f/{n}", f"{n % 100}/{n}.txt", 4096) for n in range(COUNT))


def test_many_keys_are_listed_and_searched(ready, runner, heartbeat):
    ready.go_next()
    encryption = ready.properties.encryption
    encryption.kinds[Encryption.SSE_KMS].click()
    handle, combo = runner.handle_of(ListKeys), encryption.key.combo
    pages = [ALIASES[n : n + PAGE] for n in range(0, COUNT, PAGE)]
    batches = [tuple(pages[n : n + 5]) for n in range(0, len(pages), 5)]
    heartbeat(f"{COUNT:,} keys").note(
        "listed and searched",
        *(lambda batch=batch: handle.progressed.emit(batch) for batch in batches),
        lambda: handle.succeed(ALIASES),
        combo.showPopup,
        *(lambda text=text: combo._filter(text) for text in ("k", "ke", "key-1", "key-19999")),
        combo.hidePopup,
        lambda: combo.setCurrentIndex(10_000),
    )
    assert combo.currentText() == "key-09999"


def test_many_files_are_listed(qtbot, runner, heartbeat):
    wizard = UploadWizard(runner, Connection(), "my-bucket", "", ["/f"])
    qtbot.addWidget(wizard)
    wizard.show()
    handle = runner.handle_of(ScanPaths)
    batches = [Scanned(FILES[n : n + BATCH]) for n in range(0, COUNT, BATCH)]
    heartbeat(f"{COUNT:,} files in the wizard").note(
        "listed",
        *(lambda n=n: handle.progressed.emit(tuple(batches[n : n + 5])) for n in range(0, 40, 5)),
        lambda: handle.succeed(Scanned(FILES)),
        lambda: wizard.draft.files.set_prefix("in"),
        wizard.files.table.selectAll,
        wizard.files.remove.click,
        lambda: wizard.files._scanner._model.add(FILES),
        lambda: wizard.draft.files.remove(range(0, COUNT, 40)),
    )
    assert wizard.draft.files.count == COUNT - COUNT // 40


def test_many_files_are_uploaded(ready, runner, heartbeat):
    ready.draft.files.clear()
    ready.draft.files.add(FILES)
    ready.upload()
    handle = runner.handle_of(UploadFiles)
    items = ready.results.run.plan.items
    done = [replace(outcome(Result.VERIFIED), item=item) for item in items]

    def batch(start):
        for n in range(start, start + 500):
            yield StateChanged((n,), TransferState.RUNNING)
            yield from [BytesSent(n, 1024)] * 4
            yield TransferEnded(n, done[n])

    handle.progressed.emit((FilesQueued(tuple(range(COUNT))),))
    heartbeat(f"{COUNT:,} files in the wizard").note(
        "uploaded",
        *(
            lambda start=start: handle.progressed.emit(tuple(batch(start)))
            for start in range(0, COUNT, 500)
        ),
        lambda: handle.succeed(tuple(done)),
    )
    assert ready.results.run.model.results[Result.VERIFIED] == COUNT
