"""SSE-C in the wizard: which key, over https only, and buckets that block it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.gui.customer_keys.check_copy_dialog import CheckCopyDialog
from s3enc_gui.gui.customer_keys.new_key_dialog import NewKeyDialog
from s3enc_gui.gui.messages.remedies import Remedy
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.widgets.remedies.remedy_offer import RemedyOffer
from s3enc_gui.jobs.customer_keys.copies_of_keys import CheckCopy, ListedKey, ReadKeyList
from s3enc_gui.jobs.customer_keys.manage_keys import CreateKey, StoredKey
from s3enc_gui.jobs.listing.buckets import ReadBucket
from s3enc_gui.jobs.uploads.scan import Scanned, ScanPaths
from s3enc_gui.jobs.uploads.upload import UploadFiles
from tests.gui.customer_keys.conftest import INVOICES, KEY, LISTED, OTHER
from tests.gui.uploads.conftest import facts, found
from tests.i18n.shown import check_texts

SSE_C = Encryption.SSE_C
CHOICE = EncryptionChoice(SSE_C, customer_key=KEY.md5)


@pytest.fixture
def chosen(ready, runner):
    """The wizard with SSE-C and the list of keys; no key is chosen."""
    ready.properties.encryption.kinds[SSE_C].click()
    runner.handle_of(ReadKeyList).succeed(LISTED)
    return ready


def field(wizard):
    return wizard.properties.encryption.customer_key


def choose(wizard, md5):
    combo = field(wizard).combo
    combo.setCurrentIndex(combo.findData(md5))
    combo.activated.emit(combo.currentIndex())


def texts(widget):
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def test_nothing_is_uploaded_before_a_key_is_chosen(chosen, runner):
    assert field(chosen).combo.currentIndex() == -1
    assert not chosen.draft.can_be_sent
    assert chosen.draft.problem().code == "CustomerKeyMissing"
    choose(chosen, KEY.md5)
    assert chosen.draft.choice() == CHOICE
    chosen.upload()
    assert runner.jobs_of(UploadFiles)[0].plan.options.encryption == CHOICE


def test_a_key_is_chosen_with_the_keyboard(chosen, qtbot):
    qtbot.keyClick(field(chosen).combo, Qt.Key.Key_Down)
    assert chosen.draft.choice() == CHOICE


def test_on_a_small_screen_the_key_is_scrolled_to(ready, runner):
    ready.resize(720, 520)
    ready._show_page(2)
    ready.properties.encryption.kinds[SSE_C].click()
    QApplication.processEvents()  # lays the page out
    combo, view = field(ready).combo, ready.properties.viewport()
    assert view.rect().contains(combo.mapTo(view, combo.rect().bottomLeft()))


def test_the_review_names_the_key(chosen):
    choose(chosen, KEY.md5)
    chosen._show_page(3)
    assert KEY.md5 in texts(chosen.review)


def test_a_new_key_is_chosen_once_its_sheet_was_read_back(chosen, runner):
    field(chosen).new_key.click()
    dialog = chosen.findChild(NewKeyDialog)
    dialog.name.setText("invoices")
    dialog.add("/sheet.html")
    assert not chosen.draft.can_be_sent
    runner.handle_of(CreateKey).succeed(StoredKey(INVOICES, in_keyring=True))
    runner.handle_of(ReadKeyList).succeed(LISTED)
    assert chosen.draft.choice() == CHOICE
    assert chosen.draft.can_be_sent


def test_a_key_that_is_not_here_or_was_never_exported_cannot_be_used(chosen, runner):
    choose(chosen, OTHER.md5)
    assert chosen.draft.problem().code == "CustomerKeyUnknown"
    assert field(chosen).new_key.sizePolicy() == field(chosen).add_again.sizePolicy()
    field(chosen).add_again.click()
    again = chosen.findChild(CheckCopyDialog)
    again.source.path.setText("/sheet.html")
    again.go.click()
    runner.handle_of(CheckCopy).succeed(StoredKey(LISTED[1].known, in_keyring=False))
    runner.handle_of(ReadKeyList).succeed((LISTED[0], replace(LISTED[1], here=True)))
    assert chosen.draft.problem() is None
    never = ListedKey(replace(INVOICES, copied=None), 0, here=True)
    field(chosen).fill()
    runner.succeed((never, LISTED[1]))
    choose(chosen, KEY.md5)
    assert chosen.draft.problem().code == "KeyNotExported"


def test_the_last_key_of_the_bucket_is_chosen_again(wizard, runner):
    runner.handle_of(ReadBucket).succeed(facts(last=CHOICE))
    assert wizard.properties.encryption.kind() is SSE_C
    runner.handle_of(ReadKeyList).succeed(LISTED)
    assert wizard.draft.choice() == CHOICE


@pytest.mark.parametrize(
    ("endpoint", "offered"), [("http://s3.example", False), ("http://127.0.0.1:9000", True)]
)
def test_it_is_not_offered_where_the_key_would_be_sent_in_the_clear(
    qtbot, runner, endpoint, offered
):
    wizard = UploadWizard(runner, Connection(endpoint_url=endpoint), "my-bucket", "", ["/a.txt"])
    qtbot.addWidget(wizard)
    RemedyOffer(Remedy.EDIT_CONNECTION, wizard)
    runner.handle_of(ScanPaths).succeed(Scanned(found("a.txt")))
    runner.handle_of(ReadBucket).succeed(facts(amazon=False))
    group = wizard.properties.encryption
    assert group.kinds[SSE_C].isEnabled() is offered
    assert ("anybody could read the key" in texts(group)) is not offered
    assert group._edit.isHidden() is offered


@pytest.mark.parametrize("blocked", [("SSE-C",), ("NONE",), ()])
def test_a_bucket_that_blocks_it_says_so_how_to_unblock_and_why_not(wizard, runner, blocked):
    runner.handle_of(ReadBucket).succeed(facts(BucketEncryption("AES256", blocked=blocked)))
    group = wizard.properties.encryption
    group.kinds[SSE_C].click()
    runner.handle_of(ReadKeyList).succeed(LISTED)
    says = "blocks SSE-C" in texts(group)
    assert says is ("SSE-C" in blocked)
    choose(wizard, KEY.md5)
    assert bool(wizard.preflight.failing) is says


@pytest.mark.usefixtures("pseudo_language")
def test_every_text(wizard, runner):
    runner.handle_of(ReadBucket).succeed(facts(BucketEncryption("AES256", blocked=("SSE-C",))))
    data = ("my-bucket", "invoices", "scans", "a.txt", "work", "/home/a.txt", "/home", "in/", "in")
    wizard.properties.encryption.kinds[SSE_C].click()
    wizard._show_page(2)
    for listed in ((), LISTED):
        runner.handle_of(ReadKeyList).succeed(listed)
        check_texts(wizard, *data, KEY.md5, OTHER.md5)
        field(wizard).fill()
    for one in LISTED:
        choose(wizard, one.known.md5)
        check_texts(wizard, *data, KEY.md5, OTHER.md5)
    wizard._show_page(3)
    check_texts(wizard, *data, KEY.md5, OTHER.md5)
