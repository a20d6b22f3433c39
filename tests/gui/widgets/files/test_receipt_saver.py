from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.files.receipt_saver import ReceiptSaver, proposed_name
from s3enc_gui.jobs.desktop.show_file import FindFile, ShowInFolder

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def receipt(key):
    return Receipt("verified", f"/f/{key}", 1, "my-bucket", key, ended=NOON)


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (["in/letter.pdf"], "receipt-letter.pdf.html"),
        (["a/b:c?"], "receipt-b-c-.html"),
        (["a", "b"], "receipt-my-bucket-2026-03-01.html"),
        ([], "receipt.html"),
        (["in/" + "x" * 300], f"receipt-{'x' * 80}.html"),
    ],
)
def test_the_proposed_name_is_that_of_the_object_or_of_the_upload(keys, name):
    assert proposed_name([receipt(key) for key in keys]) == name


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def banner(window):
    banner = ErrorBanner(window)
    QVBoxLayout(window).addWidget(banner)
    return banner


def test_what_is_saved_can_be_opened_and_shown_in_its_folder(window, banner, runner, monkeypatch):
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    saver = ReceiptSaver(runner, banner, window)
    saver.write("/d/r.html", (receipt("a"),))
    runner.succeed("/d/r.html")
    buttons = {one.accessibleName(): one for one in banner.findChildren(QPushButton)}
    buttons["Open file"].click()
    assert runner.started[-1] == FindFile("/d/r.html")
    runner.succeed("/d/r.html")
    assert opened == ["/d/r.html"]
    buttons["Show in folder"].click()
    assert runner.started[-1] == ShowInFolder("/d/r.html")
    runner.succeed("")
    assert opened == ["/d/r.html"]  # the file manager has shown it
    buttons["Show in folder"].click()
    runner.succeed("/d")
    assert opened[-1] == "/d"


def test_a_file_that_is_gone_is_said(window, banner, runner):
    saver = ReceiptSaver(runner, banner, window)
    saver.write("/d/r.html", (receipt("a"),))
    runner.succeed("/d/r.html")
    {one.accessibleName(): one for one in banner.findChildren(QPushButton)}["Open file"].click()
    runner.fail(AppError("Can't find the file"))
    assert banner.accessibleName() == "Can't find the file"
