from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QSplitter, QWidget

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.layout import CentralWidget
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.connections.list_connections import Identify


@pytest.fixture
def window(qtbot):
    details = QWidget()
    details.setMinimumWidth(296)
    window = CentralWidget((), (QWidget(), [QWidget()], details), QWidget())
    qtbot.addWidget(window)
    window.resize(1280, 700)
    window.show()
    return window


def widths(window):
    return window.findChild(QSplitter).sizes()


@pytest.mark.parametrize(("wide", "details"), [(1920, 364), (1280, 364), (1024, 301), (900, 296)])
def test_the_details_shrink_in_a_narrow_window(window, wide, details):
    window.resize(wide, 700)
    assert widths(window)[2] == pytest.approx(details, abs=2)
    assert widths(window)[1] >= 440


def test_dragged_widths_are_kept(window):
    split = window.findChild(QSplitter)
    split.setSizes([120, 700, 400])
    split.splitterMoved.emit(700, 2)
    window.resize(1300, 700)
    assert widths(window)[0] == pytest.approx(120, abs=20)


@pytest.mark.usefixtures("large_fonts")
def test_with_large_fonts_all_fits_a_small_screen(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    connection = Connection("work", "eu-central-1")
    window.start(connection, "my-bucket", "")
    identity = Identity("123456789012", "arn:aws:iam::123456789012:user/demo", "eu-central-1")
    runner.handle_of(Identify).succeed(identity)
    window.resize(900, 600)
    QApplication.processEvents()
    assert window.width() == 900
    [combo] = window._connections.findChildren(QComboBox)
    assert combo.isVisible()
    assert combo.mapTo(window, combo.rect().bottomRight()).x() < 900


def test_all_columns_fit_a_screen_900_pixels_wide(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    window._switch.show()
    QApplication.processEvents()
    assert window._details.isVisible()
    assert window.minimumSizeHint().width() <= 892  # and the frame around it
