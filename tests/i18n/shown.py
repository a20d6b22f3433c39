"""What a window shows: every text that can be read, hovered over or heard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    Qt,
)
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.layouts.window_memory import WindowMemory
from tests.i18n.cut_texts import cut_texts
from tests.i18n.focus_order import wrong_order, wrong_stops
from tests.i18n.foreign_formats import foreign_formats
from tests.i18n.gallery import FOLDER, IN_ENGLISH, settle, take_pictures
from tests.i18n.shown_text import bare
from tests.i18n.unexplained import unexplained
from tests.i18n.unnamed_controls import odd_labels, unnamed_controls

ROWS = 30  # of a model that are looked at
# An option of a command, but not the end of the name of a directory bucket or an alias.
_OPTION = re.compile(r"(?<![\w.])--(?!(?:x|ol|op)-s3)\w")


# Windows that tests/gui/*/test_texts.py open; JobDialog and SettingDialog are bases of others.
WINDOWS = {
    *("MainWindow", "ShortcutsDialog", "UploadWizard", "HistoryWindow", "AuditWindow"),
    *("IncompleteUploadsDialog", "SettingsDialog", "DeleteDialog", "DestinationDialog"),
    *("NameDialog", "LinkDialog", "ReportDialog", "TextDialog", "AdministratorDialog"),
    *("ConnectionDialog", "SignInDialog", "ConnectionsDialog", "CheckDialog", "MfaDialog"),
    *("LogDialog", "UpdatesDialog", "OtherKeyDialog", "DecryptDialog"),
    *("LicensesDialog", "ProblemDialog", "SelfTestDialog"),
    *("ReencryptDialog", "RunsDialog"),
    *("CustomerKeysDialog", "NewKeyDialog", "CheckCopyDialog", "ChooseKeyDialog"),
    *(
        "PropertiesDialog",
        "JobDialog",
        "SettingDialog",
        "BucketDialog",
        "DefaultEncryptionDialog",
        "RequireEncryptionDialog",
    ),
}


# As large as their contents: most of them ask one question.
OF_CONTENTS = {
    *("MainWindow", "ShortcutsDialog", "DeleteDialog", "DestinationDialog", "NameDialog"),
    *("LinkDialog", "TextDialog", "SignInDialog", "MfaDialog", "UpdatesDialog"),
    *("OtherKeyDialog", "NewKeyDialog", "CheckCopyDialog", "ChooseKeyDialog"),
}


def is_remembered(top: QWidget) -> bool:
    """Whether a window comes back as it was left; the main window does so by itself."""
    if not isinstance(top, QDialog) or isinstance(top, QMessageBox):
        return True
    return (top.findChild(WindowMemory) is None) == (type(top).__name__ in OF_CONTENTS)


def has_the_margins(top: QWidget) -> bool:
    """Whether a window has the margins of all windows."""
    inside = top.centralWidget() if isinstance(top, QMainWindow) else top
    if isinstance(top, QMessageBox) or not isinstance(top, QMainWindow | QDialog):
        return True  # of Qt, or a part of a window in a test of its own
    layout = inside.layout() if inside else None
    return layout is None or layout.contentsMargins() == WINDOW_MARGINS


def texts_of(top: QWidget) -> Iterator[tuple[str, str]]:
    """Yield (where, text) of a window and everything in it, whether it is visible or not."""
    for widget in (top, *top.findChildren(QWidget)):
        if _is_of_qt(widget):
            continue
        kind = type(widget).__name__
        for where in ("windowTitle", "toolTip", "accessibleName", "accessibleDescription"):
            yield f"{kind}.{where}", getattr(widget, where)()
        for text in _own(widget):
            yield kind, text
    for action in top.findChildren(QAction):
        if _is_of_qt(action):
            continue
        yield "QAction.text", action.text()
        yield "QAction.toolTip", action.toolTip()


def _is_of_qt(widget: QObject | None) -> bool:
    """Whether Qt itself names it: a standard button, or something in a calendar."""
    while widget is not None:
        if isinstance(widget, QCalendarWidget):
            return True
        box = widget.parent()
        if isinstance(widget, QAbstractButton) and isinstance(box, QDialogButtonBox):
            return box.standardButton(widget) is not QDialogButtonBox.StandardButton.NoButton
        widget = box
    return False


def _own(widget: QWidget) -> Iterator[str]:  # noqa: C901 - one case a class of widget
    match widget:
        case QMessageBox():
            yield from (widget.text(), widget.informativeText(), widget.detailedText())
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QGroupBox() | QMenu():
            yield widget.title()
        case QLineEdit():
            yield widget.placeholderText()
            if widget.isReadOnly():
                yield widget.text()
        case QComboBox():
            yield from (widget.itemText(at) for at in range(widget.count()))
        case QTabBar():
            yield from (widget.tabText(at) for at in range(widget.count()))
        case QTextEdit() | QPlainTextEdit():
            yield widget.placeholderText()
        case QAbstractSpinBox():
            yield widget.specialValueText()
        case QHeaderView():
            pass
        case QAbstractItemView():
            yield from _cells(widget.model())


def _cells(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    is_list = isinstance(model, QAbstractListModel)
    columns = range(1 if is_list else model.columnCount(QModelIndex()))
    for column in columns:
        yield _text(model.headerData(column, Qt.Orientation.Horizontal))
    for row in range(min(ROWS, model.rowCount(QModelIndex()))):
        for column in columns:
            index = model.index(row, column, QModelIndex())
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield _text(model.data(index, role))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _delete_replaced(top: QWidget) -> None:
    """Delete the widgets that were replaced, as the program's event loop does at once."""
    for widget in top.findChildren(QWidget):
        if isValid(widget):
            QCoreApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


def check_texts(top: QWidget, *data: str) -> None:
    """Fail where a text is shown that no message has brought there; `data` are the test's names."""
    settle()
    _delete_replaced(top)
    assert top.isVisible(), "what isn't shown has no layout"
    if FOLDER:
        take_pictures(top)
    if IN_ENGLISH:
        return
    found = {f"{where}: {text}" for where, text in texts_of(top) if bare(text, *data)}
    assert not found, "\n".join(sorted(found))
    options = {text for _where, text in texts_of(top) if _OPTION.search(text)}
    assert not options, "\n".join(sorted(options))
    foreign = set(foreign_formats(text for _where, text in texts_of(top)))
    assert not foreign, "\n".join(sorted(foreign))
    unnamed = set(unnamed_controls(top))
    assert not unnamed, "\n".join(sorted(unnamed))
    odd = set(odd_labels(top))
    assert not odd, "\n".join(sorted(odd))
    without_tip = set(unexplained(top))
    assert not without_tip, "\n".join(sorted(without_tip))
    assert is_remembered(top), f"{type(top).__name__} doesn't remember its size and place"
    assert has_the_margins(top), f"{type(top).__name__} has margins of its own"
    stops = set(wrong_stops(top))
    assert not stops, "\n".join(sorted(stops))
    order = set(wrong_order(top))
    assert not order, "\n".join(sorted(order))
    cut = set(cut_texts(top))
    assert not cut, "\n".join(sorted(cut))
