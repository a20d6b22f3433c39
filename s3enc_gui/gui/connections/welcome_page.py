"""The page of the window while there is no connection that works: the ways to get one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.gui.connections.choice_button import ChoiceButton
from s3enc_gui.gui.connections.ways import WAY_TEXTS, Way
from s3enc_gui.gui.widgets.labels.text_labels import label_for
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _, ngettext, translate

_COLUMNS = 2
_WIDTH = 760  # pixels of the column of choices, at most


class WelcomePage(QScrollArea):
    """Says what the program does, and offers the ways to sign in, all reachable by keyboard.

    `chosen` carries a Way, `profile_chosen` the name of a profile of `~/.aws`; `demo_chosen`: the
    demo. Without `has_demo` it isn't offered.
    """

    chosen = Signal(object)
    profile_chosen = Signal(str)
    demo_chosen = Signal()

    def __init__(self, parent: QWidget | None = None, *, has_demo: bool = False) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ways = (Way.COMPANY, Way.CONSOLE, Way.KEY, Way.SERVICE, Way.PUBLIC)
        self.choices: dict[Way | None, ChoiceButton] = {way: _choice(way) for way in ways}
        for way, choice in self.choices.items():
            choice.clicked.connect(lambda _checked=False, way=way: self.chosen.emit(way))
        if has_demo:
            self.choices[None] = ChoiceButton(
                "s3enc",
                _("Try the demo"),
                _("Simulated Amazon S3 and AWS KMS on this computer, in a window of its own."),
            )
            self.choices[None].clicked.connect(self.demo_chosen)
        self._note = label("", "muted", wrap=True)
        self._note.hide()
        self.profile = QComboBox()
        self.profile.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.profile.setMinimumContentsLength(24)
        self.use_profile = QPushButton(_("Use this profile"))
        self.use_profile.clicked.connect(self._choose_profile)
        self._arrange()
        self.show_profiles(())

    def show_profiles(self, names: Sequence[str]) -> None:
        """Offer the profiles of `~/.aws`."""
        self.profile.clear()
        self.profile.addItems(list(names))
        self._profiles.setVisible(bool(names))

    def show_waiting(self, files: int, problem: str = "") -> None:
        """Say that files wait for a connection, and why a profile can't be used."""
        waiting = ngettext(
            "{count:,} file or folder is uploaded once you are connected.",
            "{count:,} files and folders are uploaded once you are connected.",
            files,
        ).format(count=files)
        lines = [problem, waiting if files else ""]
        self._note.setText("\n".join(line for line in lines if line))
        self._note.setVisible(any(lines))

    def focus(self) -> None:
        """Set the focus to the first choice."""
        self.choices[Way.COMPANY].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_profile(self) -> None:
        self.profile_chosen.emit(self.profile.currentText())

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(label(_("Welcome to S3enc"), "title"))
        about = _(
            "Upload files to Amazon S3 encrypted as you choose, with proof of how S3 stored them."
        )
        column.addWidget(label(about, wrap=True))
        column.addSpacing(8)
        column.addWidget(label(_("How do you sign in?"), "heading"))
        column.addWidget(self._note)
        grid = QGridLayout()
        grid.setSpacing(10)
        for number, choice in enumerate(self.choices.values()):
            grid.addWidget(choice, number // _COLUMNS, number % _COLUMNS)
            grid.setColumnStretch(number % _COLUMNS, 1)
        column.addLayout(grid)
        self._profiles = QWidget()
        row = QHBoxLayout(self._profiles)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(10)
        row.addWidget(label_for(_("Profile of the AWS CLI"), self.profile))
        row.addWidget(self.profile)
        row.addWidget(self.use_profile)
        row.addStretch(1)
        column.addWidget(self._profiles)
        middle = QWidget()
        middle.setMaximumWidth(scaled(_WIDTH))
        middle.setLayout(column)
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.addStretch(1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(middle, 20)
        line.addStretch(1)
        outer.addLayout(line)
        outer.addStretch(2)
        self.setWidget(content)


def _choice(way: Way) -> ChoiceButton:
    shown = WAY_TEXTS[way]
    return ChoiceButton(shown.icon, translate(shown.title), translate(shown.about))
