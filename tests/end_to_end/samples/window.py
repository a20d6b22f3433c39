"""A window with one of each kind of widget, to test the harness; prints events."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)


class SampleWindow(QMainWindow):
    """Two stacked pages and a tool bar; accepts drops everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Sample")
        self.setAcceptDrops(True)
        self.pages = QStackedWidget()
        self.said = QLabel("")
        box = QWidget()
        column = QVBoxLayout(box)
        column.addWidget(self.pages)
        column.addWidget(self.said)
        self.setCentralWidget(box)
        self._make_choices()
        self._make_items()
        upload = QAction("Upload…", self)
        upload.triggered.connect(self.ask)
        self.addToolBar("Main").addAction(upload)
        self.menuBar().addMenu("&File").addAction(upload)

    def _make_choices(self) -> None:
        form = self._page()
        keys = QComboBox()
        keys.addItems(["aws/s3", *(f"key {number:02}" for number in range(29))])
        model = keys.model()
        assert isinstance(model, QStandardItemModel)
        model.item(3).setEnabled(False)
        bucket = QComboBox()
        bucket.setEditable(True)
        bucket.addItems(["one", "two"])
        prefix = QLineEdit()
        prefix.textEdited.connect(self.heard)
        self._row(form, "KMS key", keys)
        self._row(form, "Bucket", bucket)
        self._row(form, "Folder (prefix)", prefix)
        group = QGroupBox("Encryption")
        inside = QVBoxLayout(group)
        for text in ("Bucket default", "SSE-S3", "SSE-KMS"):
            inside.addWidget(QRadioButton(text))
        form.addRow(group)
        form.addRow(QCheckBox("Use an S3 Bucket Key"))
        following = QPushButton("&Next")
        following.clicked.connect(self.turn)
        form.addRow(following)

    def _make_items(self) -> None:
        form = self._page()
        table = QTableWidget(3, 2)
        table.setHorizontalHeaderLabels(["Key", "Value"])
        for row in range(3):
            for column in range(2):
                table.setItem(row, column, QTableWidgetItem(f"{row}{column}"))
        files = QListWidget()
        files.addItems([f"file {number}.txt" for number in range(20_000)])
        files.currentTextChanged.connect(self.heard)
        aliases = QComboBox()
        aliases.addItems([f"alias {number}" for number in range(20_000)])
        aliases.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        bar = QProgressBar()
        bar.setValue(40)
        self._row(form, "Metadata", table)
        self._row(form, "Files to upload", files)
        self._row(form, "Alias", aliases)
        self._row(form, "Progress", bar)

    def _page(self) -> QFormLayout:
        page = QWidget()
        self.pages.addWidget(page)
        return QFormLayout(page)

    @staticmethod
    def _row(form: QFormLayout, text: str, field: QWidget) -> None:
        label = QLabel(text)
        label.setBuddy(field)
        form.addRow(label, field)

    @Slot()
    def turn(self) -> None:
        self.pages.setCurrentIndex(1)

    @Slot(str)
    def heard(self, text: str) -> None:
        self.said.setText(f"heard {text}")

    @Slot()
    def ask(self) -> None:
        dialog = QDialog(self)
        dialog.setWindowTitle("Question")
        close = QPushButton("Close", dialog)
        close.clicked.connect(dialog.accept)
        dialog.exec()
        self.said.setText("answered")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        names = [url.toLocalFile() for url in event.mimeData().urls()]
        self.said.setText("dropped " + ", ".join(names))
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        print("closed", flush=True)


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = SampleWindow()
    scheme = application.styleHints().colorScheme()
    window.said.setText("dark" if scheme is Qt.ColorScheme.Dark else "light")
    window.show()
    sys.exit(application.exec())
