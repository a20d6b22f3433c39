from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QTextEdit, QToolButton

from s3enc_gui.domain.encryption.groups import NamedKey
from s3enc_gui.domain.encryption.object_details import KeyFacts
from s3enc_gui.domain.encryption.requested_properties import Properties
from s3enc_gui.domain.encryption.selection_summary import summary_of
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import ObjectStatus, StatusKind, kind_of
from s3enc_gui.domain.history.earlier_verification import EarlierVerification
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.encryption.encryption_details import EncryptionDetails
from s3enc_gui.gui.encryption.object_facts import ObjectName
from s3enc_gui.gui.encryption.selection_facts import SeveralPage
from s3enc_gui.gui.messages.locale import short_time, time_text
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.copy_field import CopyField
from s3enc_gui.gui.widgets.labels.fact_grid import FactGrid
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
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


def field(pane, name):
    return pane.findChild(FactGrid).field(name)


def copy_field(pane, name):
    found = field(pane, name)
    assert isinstance(found, CopyField)
    return found


def copy_button(pane, name):
    return copy_field(pane, name).findChild(QToolButton)


def test_shows_an_invitation_at_first(pane):
    assert any("Select an object" in text for text in labels(pane))


@pytest.mark.parametrize("width", [280, 340, 364, 400, 700])
def test_the_invitation_is_not_cut_off(pane, width):
    pane.show_nothing("Select an object to see how it is encrypted.")
    pane.resize(width, 640)
    QGuiApplication.processEvents()
    label = next(one for one in pane.findChildren(QLabel) if one.text().startswith("Select"))
    assert label.height() >= label.heightForWidth(label.width())
    assert label.geometry().right() < label.parentWidget().width()


def test_each_row_is_a_field_with_its_name_as_buddy(pane):
    pane.show_object(DETAILS)
    buddies = {label.text(): label.buddy() for label in pane.findChildren(QLabel) if label.buddy()}
    assert tuple(buddies)[:14] == DETAILS_LABELS
    assert all(isinstance(field, QLineEdit | QTextEdit) for field in buddies.values())
    assert all(field.isReadOnly() for field in buddies.values())


def test_each_value_has_an_accessible_name(pane):
    pane.show_object(DETAILS)
    fields = (label.buddy() for label in pane.findChildren(QLabel) if label.buddy())
    names = [field.accessibleName() for field in fields]
    assert tuple(names)[:14] == DETAILS_LABELS


def test_shows_an_object(pane):
    pane.show_object(DETAILS)
    assert pane.value("KMS key") == "test_key"
    assert pane.value("KMS key ARN") == ARN
    assert pane.value("Bucket key") == "On"
    assert pane.value("Verified") == "–"
    assert pane.findChild(ErrorBanner).isHidden()


@pytest.mark.parametrize("result", Result)
def test_every_result_is_in_row_and_banner(pane, result):
    pane.show_outcome(outcome(result))
    banner = pane.findChild(ErrorBanner)
    assert pane.value("Verified").startswith(RESULT_TEXTS[result])
    assert not banner.isHidden()
    assert labels(banner)[0] in (RESULT_TEXTS[result], ERROR.title)


def test_an_object_that_cant_be_verified_says_why(pane):
    pane.show_outcome(outcome(Result.CANNOT_TELL))
    assert pane.value("Verified") == "Couldn't verify: not readable (access denied)"


def test_a_difference_names_both_sides(pane):
    pane.show_outcome(outcome(Result.DIFFERENT))
    text = "\n".join(labels(pane.findChild(ErrorBanner)))
    assert "Server-side encryption – requested: SSE-KMS, stored: not encrypted" in text
    assert pane.findChild(ErrorBanner).property("banner") == "error"


def test_other_requested_properties_are_compared_too(pane):
    asked = Properties("GLACIER", tags=(("team", "blue"),))
    pane.show_outcome(proved_with(asked, replace(DETAILS, tags_refused="AccessDenied")))
    text = "\n".join(labels(pane.findChild(ErrorBanner)))
    assert "Storage class – requested: GLACIER, stored: STANDARD" in text
    assert "Tags – requested: team=blue, stored: not readable (access denied)" in text


def test_an_unverified_result_shows_a_warning_with_the_reason(pane):
    pane.show_outcome(outcome(Result.CANNOT_TELL))
    assert "not readable (access denied)" in "\n".join(labels(pane.findChild(ErrorBanner)))
    assert pane.findChild(ErrorBanner).property("banner") == "warning"


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (EncryptionStatus(customer_algorithm="AES256"), "Encrypted with a customer-provided key"),
        (EncryptionStatus("AES256", client_side=True), "Encrypted before upload"),
        (EncryptionStatus(), "Not encrypted"),
    ],
)
def test_notable_encryption_is_in_the_banner(pane, status, title):
    pane.show_object(replace(PLAIN, status=status))
    assert labels(pane.findChild(ErrorBanner))[0].startswith(title)


def test_copy_takes_the_whole_value(qtbot, pane):
    pane.show_object(DETAILS)
    copy_field(pane, "KMS key ARN").copy()
    assert QGuiApplication.clipboard().text() == ARN


def test_values_without_content_have_no_copy_button(pane):
    pane.show_object(PLAIN)
    assert not copy_button(pane, "KMS key ARN").isVisible()
    assert copy_button(pane, "ETag").isVisible()


def test_a_long_text_makes_its_row_higher(qtbot, pane):
    pane.show_outcome(outcome(Result.VERIFIED))
    low = field(pane, "Verified").height()
    pane.show_outcome(outcome(Result.DIFFERENT))
    assert field(pane, "Verified").height() > low


def fits(pane):
    """Whether nothing in the pane is cut off at the right."""
    area = pane.findChild(QScrollArea)
    return area.widget().width() <= area.viewport().width() and pane.width() == 300


@pytest.mark.parametrize("name", ["a" * 300, "a" * 30, "Ä-ß" * 300, "w/" * 400, "x y" * 90])
def test_a_long_name_makes_nothing_wider(pane, name):
    pane.show_object(replace(FULL, location=Location("my-bucket", f"{name}/{name}")))
    pane.resize(300, 700)
    QGuiApplication.processEvents()
    assert fits(pane)
    assert pane.findChild(ObjectName).findChild(QLabel).heightForWidth(260) < 160
    pane.show_nothing(f"“{name}” is a folder")
    QGuiApplication.processEvents()
    assert fits(pane)


def test_name_and_address_are_unchanged_for_screen_readers(pane):
    key = "in/" + "an-object_" * 20 + ".txt"
    pane.show_object(replace(FULL, location=Location("my-bucket", key)))
    names = [one.accessibleName() for one in pane.findChild(ObjectName).findChildren(QLabel)]
    assert names == [key.removeprefix("in/"), f"s3://my-bucket/{key}"]


def test_show_nothing_hides_the_object(pane):
    pane.show_object(DETAILS)
    pane.show_nothing()
    assert "text.txt" not in labels(pane)


FULL = replace(
    DETAILS,
    key=KeyFacts("Enabled", "CUSTOMER"),
    metadata={"owner": "=?UTF-8?Q?Ren=C3=A9?=", "project": "Stra\xc3\x9fe"},
    tags={"class": "secret"},
    content_type="application/pdf",
)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WHERE = DETAILS.location


def shown(pane):
    """Return the visible values by their accessible names."""
    buddies = [label.buddy() for label in pane.findChildren(QLabel) if label.isVisible()]
    return {field.accessibleName(): field.value for field in buddies if field}


def test_key_metadata_tags_and_object_follow_the_rows(pane):
    pane.show_object(FULL)
    assert tuple(shown(pane).items())[14:] == (
        ("Key state", "Enabled"),
        ("Key manager", "Customer managed key"),
        ("Key account", "123456789012"),
        ("Key Region", "eu-central-1"),
        ("Metadata", "owner = René\nproject = Straße"),
        ("Tags", "class = secret"),
        ("Content type", "application/pdf"),
    )
    assert {"KMS key", "Metadata", "Tags", "Object"} <= set(labels(pane))


def test_sections_without_values_are_hidden(pane):
    pane.show_object(FULL)
    pane.show_object(replace(PLAIN, tags={}))
    assert tuple(shown(pane).items())[14:] == (("Metadata", "none"), ("Tags", "none"))
    assert labels(pane).count("KMS key") == 1  # the row
    assert "Object" not in labels(pane)
    assert pane.value("Content type") == pane.value("Key state") == "–"
    assert not copy_button(pane, "Metadata").isVisible()


def test_missing_permissions_are_shown(pane):
    pane.show_object(replace(DETAILS, tags_refused="AccessDenied"))
    assert pane.value("Tags") == "not readable (AccessDenied)"
    assert pane.value("Key state") == "access denied"


def test_metadata_is_copied_as_a_whole(pane):
    pane.show_object(FULL)
    copy_field(pane, "Metadata").copy()
    assert QGuiApplication.clipboard().text() == "owner = René\nproject = Straße"


def test_a_key_pending_deletion_is_an_error(pane):
    pane.show_object(replace(FULL, key=KeyFacts("PendingDeletion", deletion_date=NOW)))
    banner = pane.findChild(ErrorBanner)
    assert "scheduled for deletion" in labels(banner)[0]
    assert "permanently unreadable" in "\n".join(labels(banner))
    assert banner.property("banner") == "error"


def test_values_from_the_listing_are_shown_at_once(pane):
    pane.show_pending(WHERE, 1_234_567, NOW, "STANDARD_IA", None)
    assert pane.value("Size") == "1.2 MB (1,234,567 bytes)"
    assert pane.value("Storage class") == "STANDARD_IA"
    assert pane.value("Server-side encryption") == pane.value("ETag") == "…"
    assert "Checking with S3…" in labels(pane)
    assert "text.txt" in [text.replace("\u200b", "") for text in labels(pane)]
    assert not copy_button(pane, "ETag").isVisible()
    pane.show_object(FULL)
    assert "Checking with S3…" not in labels(pane)
    assert pane.value("ETag") == DETAILS.etag


def test_a_cached_status_is_shown_with_its_age(pane):
    cached = ObjectStatus(StatusKind.SSE_KMS, KMS_STATUS, datetime.now(UTC) - timedelta(hours=3))
    named = NamedKey(ARN, ARN, ("alias/test_key",), False)
    pane.show_pending(WHERE, 1, NOW, "STANDARD", cached, named)
    assert pane.value("KMS key") == "test_key"
    assert pane.value("Stored as") == "SSE-KMS, test_key, S3 Bucket Key on"
    assert "Checking with S3… Showing what it reported 3 h ago." in labels(pane)


@pytest.mark.parametrize("kind", [StatusKind.DENIED, StatusKind.UNKNOWN])
def test_an_unknown_status_does_not_mean_not_encrypted(pane, kind):
    pane.show_pending(WHERE, 1, NOW, "STANDARD", ObjectStatus(kind, None, NOW, "403"))
    assert pane.value("Server-side encryption") == "…"


def test_a_failure_is_shown_and_missing_values_are_unknown(pane):
    pane.show_pending(WHERE, 1_234_567, NOW, "STANDARD", None)
    pane.show_failure(WHERE, ERROR)
    assert labels(pane.findChild(ErrorBanner))[0] == ERROR.title
    assert pane.value("Server-side encryption") == "Unknown"
    assert pane.value("Size") == "1.2 MB (1,234,567 bytes)"
    assert "Checking with S3…" not in labels(pane)


def test_a_failure_says_that_a_cached_status_is_shown(pane):
    cached = ObjectStatus(StatusKind.SSE_KMS, KMS_STATUS, NOW)
    pane.show_pending(WHERE, 1, NOW, "STANDARD", cached)
    pane.show_failure(WHERE, ERROR)
    assert pane.value("KMS key ARN") == ARN
    text = "\n".join(labels(pane.findChild(ErrorBanner)))
    assert f"{ERROR.hint} Showing what S3 reported at {time_text(NOW)}." in text


def test_a_failure_of_another_object_hides_this_one(pane):
    pane.show_object(FULL)
    pane.show_failure(Location("other", "k"), ERROR)
    assert pane.value("ETag") == "Unknown"
    assert "Metadata" not in shown(pane)


def several(*statuses, unchecked=0, **more):
    chosen = [
        (ListedObject("k", 300_000, NOW, "e", **more), ObjectStatus(kind_of(one), one, NOW))
        for one in statuses
    ]
    unread = [(ListedObject("k", 0, NOW, "e", **more), None)] * unchecked
    keys = {ARN: NamedKey(ARN, ARN, ("alias/test_key",), False)}
    return summary_of([*chosen, *unread], keys)


def test_equal_values_of_several_objects_are_one_line(pane):
    pane.show_several(several(*[KMS_STATUS] * 12))
    assert "12 objects, 3.6 MB" in labels(pane)
    assert shown(pane) == {
        "Server-side encryption": "all SSE-KMS test_key",
        "KMS key": "all test_key",
        "Storage class": "all STANDARD",
        "Size": "3.6 MB",
        "Last modified": short_time(NOW),
    }


def test_different_values_of_several_objects_are_counted(pane):
    pane.show_several(several(KMS_STATUS, KMS_STATUS, PLAIN.status, unchecked=2))
    assert pane.value("Server-side encryption") == "2 SSE-KMS test_key\n1 not encrypted"
    assert pane.value("KMS key") == "2 test_key\n1 without a KMS key"
    assert pane.value("Not checked yet") == "2"
    assert len([icon for icon in pane.findChildren(IconLabel) if icon.isVisible()]) == 5


def test_lines_of_a_row_have_different_accessible_names(pane):
    pane.show_several(several(KMS_STATUS, PLAIN.status))
    lines = [one for one in pane.findChild(SeveralPage).findChildren(QTextEdit) if one.isVisible()]
    assert [one.accessibleName() for one in lines][:2] == [
        "Server-side encryption, 1 of 2",
        "Server-side encryption, 2 of 2",
    ]
    pane.show_several(several(KMS_STATUS))
    assert lines[0].accessibleName() == "Server-side encryption"


def test_without_kms_there_is_no_key_row(pane):
    pane.show_several(several(PLAIN.status, PLAIN.status))
    assert "KMS key" not in shown(pane)
    assert pane.value("Server-side encryption") == "all not encrypted"


def test_very_many_values_are_not_all_listed(pane):
    statuses = [EncryptionStatus("aws:kms", f"{ARN}{n}") for n in range(20)]
    pane.show_several(several(*statuses))
    lines = pane.value("KMS key").splitlines()
    assert (len(lines), lines[-1]) == (13, "and 8 more")
    pane.show_several(several(KMS_STATUS))
    assert "1 object, 300 KB" in labels(pane)
    assert pane.value("KMS key") == "all test_key"


def test_shows_one_object_after_several(pane):
    pane.show_several(several(KMS_STATUS))
    pane.show_object(FULL)
    assert pane.value("KMS key ARN") == ARN


def test_no_page_is_ever_a_separate_window(qtbot, qapp):
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


@pytest.mark.parametrize("holds", [False, True])
def test_the_receipt_tells_the_encryption_context(pane, holds):
    receipt = Receipt("verified", "f", 1, "b", "k", encryption_context=(("project", "tax"),))
    pane.show_object(DETAILS)
    pane.show_verification(EarlierVerification(receipt, holds, NOW))
    value = pane.findChild(FactGrid).value("Encryption context")
    assert (value == "project = tax") is holds
