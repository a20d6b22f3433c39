from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QTextEdit

from s3enc_gui.domain.audits.audit import NamedKey
from s3enc_gui.domain.encryption.object_details import KeyFacts
from s3enc_gui.domain.encryption.requested_properties import Properties
from s3enc_gui.domain.encryption.selection_summary import summary_of
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind, kind_of
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.encryption.encryption_details import EncryptionDetails
from s3enc_gui.gui.messages.locale import moment_text, time_text
from s3enc_gui.gui.widgets.copy_field import CopyField
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.wording.labels import DETAILS_LABELS, RESULT_TEXTS
from tests.fakes.samples import ARN, DETAILS, ERROR, KMS_STATUS, PLAIN, outcome, proved_with


@pytest.fixture
def pane(qtbot):
    pane = EncryptionDetails()
    qtbot.addWidget(pane)
    pane.resize(430, 700)
    pane.show()
    return pane


def labels(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def copy_field(pane, name):
    field = pane._facts.grid.field(name)
    assert isinstance(field, CopyField)
    return field


def test_says_what_to_do_while_there_is_nothing_to_show(pane):
    assert any("inspect an object" in text for text in labels(pane))


@pytest.mark.parametrize("width", [280, 340, 364, 400, 700])
def test_the_invitation_is_not_cut(pane, width):
    pane.show_nothing("Select an object to see how it is encrypted.")
    pane.resize(width, 640)
    QGuiApplication.processEvents()
    words = next(one for one in pane.findChildren(QLabel) if one.text().startswith("Select"))
    assert words.height() >= words.heightForWidth(words.width())
    assert words.geometry().right() < words.parentWidget().width()


def test_each_row_is_a_field_with_its_name_as_buddy(pane):
    pane.show_object(DETAILS)
    buddies = {label.text(): label.buddy() for label in pane.findChildren(QLabel) if label.buddy()}
    assert tuple(buddies)[:14] == DETAILS_LABELS
    assert all(isinstance(field, QLineEdit | QTextEdit) for field in buddies.values())
    assert all(field.isReadOnly() for field in buddies.values())


def test_each_value_has_a_name_of_its_own_for_screen_readers(pane):
    fields = (label.buddy() for label in pane.findChildren(QLabel) if label.buddy())
    assert tuple(field.accessibleName() for field in fields)[:14] == DETAILS_LABELS


def test_shows_what_s3_says_of_an_object(pane):
    pane.show_object(DETAILS)
    assert pane.value("KMS key") == "test_key"
    assert pane.value("KMS key ARN") == ARN
    assert pane.value("Bucket key") == "on"
    assert pane.value("Verified") == "–"
    assert pane.findChild(ErrorBanner).isHidden()


@pytest.mark.parametrize("result", Result)
def test_every_result_has_its_word_in_row_and_banner(pane, result):
    pane.show_outcome(outcome(result))
    banner = pane.findChild(ErrorBanner)
    assert pane.value("Verified").startswith(RESULT_TEXTS[result])
    assert not banner.isHidden()
    assert labels(banner)[0] in (RESULT_TEXTS[result], ERROR.title)


def test_a_difference_names_both_sides(pane):
    pane.show_outcome(outcome(Result.DIFFERENT))
    text = "\n".join(labels(pane.findChild(ErrorBanner)))
    assert "Server-side encryption: asked SSE-KMS, stored not encrypted" in text
    assert pane.findChild(ErrorBanner).property("banner") == "error"


def test_what_was_asked_beside_the_encryption_has_words_too(pane):
    asked = Properties("GLACIER", tags=(("team", "blue"),))
    pane.show_outcome(proved_with(asked, replace(DETAILS, tags_refused="AccessDenied")))
    text = "\n".join(labels(pane.findChild(ErrorBanner)))
    assert "Storage class: asked GLACIER, stored STANDARD" in text
    assert "Tags: asked team=blue, stored not allowed to look" in text


def test_cannot_tell_says_why_and_is_not_green(pane):
    pane.show_outcome(outcome(Result.CANNOT_TELL))
    assert "not allowed to look" in "\n".join(labels(pane.findChild(ErrorBanner)))
    assert pane.findChild(ErrorBanner).property("banner") == "warning"


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (EncryptionStatus(customer_algorithm="AES256"), "Encrypted with a customer's own key"),
        (EncryptionStatus("AES256", client_side=True), "Encrypted before it was uploaded"),
        (EncryptionStatus(), "Not encrypted"),
    ],
)
def test_what_is_remarkable_is_said(pane, status, title):
    pane.show_object(replace(PLAIN, status=status))
    assert labels(pane.findChild(ErrorBanner))[0].startswith(title)


def test_copy_takes_the_whole_value(qtbot, pane):
    pane.show_object(DETAILS)
    copy_field(pane, "KMS key ARN").copy()
    assert QGuiApplication.clipboard().text() == ARN


def test_nothing_to_copy_where_there_is_no_value(pane):
    pane.show_object(PLAIN)
    assert not copy_field(pane, "KMS key ARN")._button.isVisible()
    assert copy_field(pane, "ETag")._button.isVisible()


def test_long_words_make_the_row_higher(qtbot, pane):
    pane.show_outcome(outcome(Result.VERIFIED))
    low = pane._facts.grid.field("Verified").height()
    pane.show_outcome(outcome(Result.DIFFERENT))
    assert pane._facts.grid.field("Verified").height() > low


def fits(pane):
    """Whether nothing in the pane is cut at the right."""
    inside = pane._facts._area.widget()
    return inside.width() <= pane._facts._area.viewport().width() and pane.width() == 300


@pytest.mark.parametrize("name", ["a" * 300, "a" * 30, "Ä-ß" * 300, "w/" * 400, "x y" * 90])
def test_a_long_name_makes_nothing_wider(pane, name):
    pane.show_object(replace(FULL, location=Location("my-bucket", f"{name}/{name}")))
    pane.resize(300, 700)
    QGuiApplication.processEvents()
    assert fits(pane)
    assert pane._facts._name._name.heightForWidth(260) < 160
    pane.show_nothing(f"“{name}” is a folder")
    QGuiApplication.processEvents()
    assert fits(pane)


def test_screen_readers_are_told_name_and_address_as_they_are(pane):
    key = "in/" + "an-object_" * 20 + ".txt"
    pane.show_object(replace(FULL, location=Location("my-bucket", key)))
    told = [one.accessibleName() for one in pane._facts._name.findChildren(QLabel)]
    assert told == [key.removeprefix("in/"), f"s3://my-bucket/{key}"]


def test_show_nothing_forgets_the_object(pane):
    pane.show_object(DETAILS)
    pane.show_nothing()
    assert "text.txt" not in labels(pane)


FULL = replace(
    DETAILS,
    key=KeyFacts("Enabled", "CUSTOMER"),
    metadata={"owner": "anna", "project": "x"},
    tags={"class": "secret"},
    content_type="application/pdf",
)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WHERE = DETAILS.location


def shown(pane):
    """Return what is seen, by the name of its field."""
    buddies = [label.buddy() for label in pane.findChildren(QLabel) if label.isVisible()]
    return {field.accessibleName(): field.toPlainText() for field in buddies if field}


def test_below_the_rows_stand_key_metadata_tags_and_object(pane):
    pane.show_object(FULL)
    assert tuple(shown(pane).items())[14:] == (
        ("Key state", "Enabled"),
        ("Key manager", "Customer managed key"),
        ("Key account", "123456789012"),
        ("Key Region", "eu-central-1"),
        ("Metadata", "owner = anna\nproject = x"),
        ("Tags", "class = secret"),
        ("Content type", "application/pdf"),
    )
    assert {"KMS key", "Metadata", "Tags", "Object"} <= set(labels(pane))


def test_sections_without_anything_to_say_are_not_there(pane):
    pane.show_object(FULL)
    pane.show_object(replace(PLAIN, tags={}))
    assert tuple(shown(pane).items())[14:] == (("Metadata", "none"), ("Tags", "none"))
    assert labels(pane).count("KMS key") == 1  # the row
    assert "Object" not in labels(pane)
    assert pane.value("Content type") == pane.value("Key state") == "–"
    assert not copy_field(pane, "Metadata")._button.isVisible()


def test_what_nobody_may_look_at_is_said(pane):
    pane.show_object(replace(DETAILS, tags_refused="AccessDenied"))
    assert pane.value("Tags") == "cannot look (AccessDenied)"
    assert pane.value("Key state") == "cannot look"


def test_metadata_is_copied_as_a_whole(pane):
    pane.show_object(FULL)
    copy_field(pane, "Metadata").copy()
    assert QGuiApplication.clipboard().text() == "owner = anna\nproject = x"


def test_a_key_that_goes_is_said_loudly(pane):
    pane.show_object(replace(FULL, key=KeyFacts("PendingDeletion", deletion_date=NOW)))
    banner = pane.findChild(ErrorBanner)
    assert "about to be deleted" in labels(banner)[0]
    assert "unreadable for good" in "\n".join(labels(banner))
    assert banner.property("banner") == "error"


def test_what_the_listing_knows_is_there_at_once(pane):
    pane.show_pending(WHERE, 1_234_567, NOW, "STANDARD_IA", None)
    assert pane.value("Size") == "1.2 MB (1,234,567 bytes)"
    assert pane.value("Storage class") == "STANDARD_IA"
    assert pane.value("Server-side encryption") == pane.value("ETag") == "…"
    assert "Asking S3…" in labels(pane)
    assert "text.txt" in [text.replace("\u200b", "") for text in labels(pane)]
    assert not copy_field(pane, "ETag")._button.isVisible()
    pane.show_object(FULL)
    assert "Asking S3…" not in labels(pane)
    assert pane.value("ETag") == DETAILS.etag


def test_an_earlier_look_is_shown_with_its_age(pane):
    looked = ObjectStatus(StatusKind.SSE_KMS, KMS_STATUS, datetime.now(UTC) - timedelta(hours=3))
    named = NamedKey(ARN, ARN, ("alias/test_key",), False)
    pane.show_pending(WHERE, 1, NOW, "STANDARD", looked, named)
    assert pane.value("KMS key") == "test_key"
    assert pane.value("Stored as") == "SSE-KMS, test_key, bucket key on"
    assert "Asking S3… Shown is what it said 3 h ago." in labels(pane)


@pytest.mark.parametrize("kind", [StatusKind.DENIED, StatusKind.UNKNOWN])
def test_a_look_that_told_nothing_is_not_taken_for_not_encrypted(pane, kind):
    pane.show_pending(WHERE, 1, NOW, "STANDARD", ObjectStatus(kind, None, NOW, "403"))
    assert pane.value("Server-side encryption") == "…"


def test_what_did_not_come_stays_unknown_and_why_is_said(pane):
    pane.show_pending(WHERE, 1_234_567, NOW, "STANDARD", None)
    pane.show_failure(WHERE, ERROR)
    assert labels(pane.findChild(ErrorBanner))[0] == ERROR.title
    assert pane.value("Server-side encryption") == "Not known"
    assert pane.value("Size") == "1.2 MB (1,234,567 bytes)"
    assert "Asking S3…" not in labels(pane)


def test_after_a_failure_an_earlier_look_is_told_as_such(pane):
    looked = ObjectStatus(StatusKind.SSE_KMS, KMS_STATUS, NOW)
    pane.show_pending(WHERE, 1, NOW, "STANDARD", looked)
    pane.show_failure(WHERE, ERROR)
    assert pane.value("KMS key ARN") == ARN
    words = "\n".join(labels(pane.findChild(ErrorBanner)))
    assert f"{ERROR.hint} Below is what S3 said {time_text(NOW)}." in words


def test_a_failure_of_another_object_shows_nothing_of_this_one(pane):
    pane.show_object(FULL)
    pane.show_failure(Location("other", "k"), ERROR)
    assert pane.value("ETag") == "Not known"
    assert "Metadata" not in shown(pane)


def several(*statuses, not_looked=0, **more):
    chosen = [
        (ListedObject("k", 300_000, NOW, "e", **more), ObjectStatus(kind_of(one), one, NOW))
        for one in statuses
    ]
    unseen = [(ListedObject("k", 0, NOW, "e", **more), None)] * not_looked
    keys = {ARN: NamedKey(ARN, ARN, ("alias/test_key",), False)}
    return summary_of([*chosen, *unseen], keys)


def test_several_that_are_alike_are_one_line_each(pane):
    pane.show_several(several(*[KMS_STATUS] * 12))
    assert "12 objects, 3.6 MB" in labels(pane)
    assert shown(pane) == {
        "Server-side encryption": "all SSE-KMS test_key",
        "KMS key": "all test_key",
        "Storage class": "all STANDARD",
        "Size": "3.6 MB",
        "Last modified": moment_text(NOW),
    }


def test_several_that_differ_are_counted_with_their_signs(pane):
    pane.show_several(several(KMS_STATUS, KMS_STATUS, PLAIN.status, not_looked=2))
    assert pane.value("Server-side encryption") == "2 SSE-KMS test_key\n1 not encrypted"
    assert pane.value("KMS key") == "2 test_key\n1 without a KMS key"
    assert pane.value("Not looked at yet") == "2"
    assert len([icon for icon in pane.findChildren(IconLabel) if icon.isVisible()]) == 5


def test_lines_of_one_row_are_told_apart(pane):
    pane.show_several(several(KMS_STATUS, PLAIN.status))
    lines = [one for one in pane._several.findChildren(QTextEdit) if one.isVisible()]
    assert [one.accessibleName() for one in lines][:2] == [
        "Server-side encryption, 1 of 2",
        "Server-side encryption, 2 of 2",
    ]
    pane.show_several(several(KMS_STATUS))
    assert lines[0].accessibleName() == "Server-side encryption"


def test_without_kms_there_is_no_row_on_keys(pane):
    pane.show_several(several(PLAIN.status, PLAIN.status))
    assert "KMS key" not in shown(pane)
    assert pane.value("Server-side encryption") == "all not encrypted"


def test_very_many_kinds_are_not_all_listed(pane):
    statuses = [EncryptionStatus("aws:kms", f"{ARN}{n}") for n in range(20)]
    pane.show_several(several(*statuses))
    lines = pane.value("KMS key").splitlines()
    assert (len(lines), lines[-1]) == (13, "and 8 more")
    pane.show_several(several(KMS_STATUS))
    assert "1 object, 300 KB" in labels(pane)
    assert pane.value("KMS key") == "all test_key"


def test_one_object_again_after_several(pane):
    pane.show_several(several(KMS_STATUS))
    pane.show_object(FULL)
    assert pane.value("KMS key ARN") == ARN


def test_no_page_is_ever_a_window_of_its_own(qtbot, qapp):
    shown = []

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() is QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
                shown.append(watched)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    try:
        made = EncryptionDetails()
        qtbot.addWidget(made)
        made.show_object(FULL)
        made.show_several(several(KMS_STATUS, PLAIN.status))
    finally:
        qapp.removeEventFilter(watch)
    assert shown == []
