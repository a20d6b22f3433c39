"""What dropped folders have beside plain files, with a choice for each kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from s3enc_gui.domain.uploads.found import Choices, FoundLink, LinkState
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.uploads.models.notable_files import NotableFiles
from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import ngettext
from s3enc_gui.wording.found_files import cloud_only_text, first_names, link_text, twins_text

_IN_LINE, _IN_TIP = 5, 30  # names


class FoundChoices(QWidget):
    """A check box for linked folders, empty folders and system files, if there are any.

    `chosen` carries the Choices. Below them: why links are left out although links are followed,
    what files in the cloud mean, and which names look the same.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.linked_folders, self.empty_folders, self.system_files = (_Row() for _ in range(3))
        self.loops, self.repeated = TextLine(), TextLine()
        self.cloud_only, self.twins = TextLine(), TextLine()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for number, row in enumerate(self._rows):
            grid.addWidget(row.box, number, 0)
            grid.addWidget(row.names, number, 1)
            row.box.toggled.connect(self._toggled)
        for number, line in enumerate(self._lines, 3):
            grid.addWidget(line, number, 0, 1, 2)
            line.say("")
        self.show_found(NotableFiles(), ())

    @property
    def choices(self) -> Choices:
        """What the user has chosen."""
        return Choices(
            linked_folders=self.linked_folders.box.isChecked(),
            empty_folders=self.empty_folders.box.isChecked(),
            system_files=not self.system_files.box.isChecked(),
        )

    def show_found(self, files: NotableFiles, links: Iterable[FoundLink]) -> None:
        """Show a row for each kind that there is."""
        choices, links = self.choices, tuple(links)
        folders = [link.relative for link in links if not link.linked]
        self.linked_folders.show_names(
            folders,
            ngettext(
                "Include {count:,} &linked folder",
                "Include {count:,} &linked folders",
                len(folders),
            ),
        )
        empty = files.empty_folders(choices)
        self.empty_folders.show_names(
            empty,
            ngettext("Keep {count:,} &empty folder", "Keep {count:,} &empty folders", len(empty)),
        )
        system = files.system_files(choices)
        self.system_files.show_names(
            system,
            ngettext(
                "Leave out {count:,} s&ystem file", "Leave out {count:,} s&ystem files", len(system)
            ),
        )
        followed = links if choices.linked_folders else ()
        for line, state in ((self.loops, LinkState.LOOP), (self.repeated, LinkState.REPEATED)):
            names = [link.relative for link in followed if link.state is state]
            said = link_text(state, len(names), first_names(names, len(names), _IN_LINE))
            line.say(said if names else "")
        in_cloud = files.cloud_only(choices)
        self.cloud_only.say(cloud_only_text(in_cloud) if in_cloud else "")
        alike = files.twins(choices)
        named = first_names(alike, len(alike), _IN_LINE)
        self.twins.say(twins_text(len(alike), named) if alike else "")
        shown = (*(row.box for row in self._rows), *self._lines)
        self.setVisible(any(not widget.isHidden() for widget in shown))

    @property
    def _rows(self) -> tuple[_Row, ...]:
        return self.linked_folders, self.empty_folders, self.system_files

    @property
    def _lines(self) -> tuple[TextLine, ...]:
        return self.loops, self.repeated, self.cloud_only, self.twins

    @Slot()
    def _toggled(self) -> None:
        self.chosen.emit(self.choices)


class _Row:
    """A check box, and beside it the names that it is about."""

    def __init__(self) -> None:
        self.box, self.names = QCheckBox(), ElidedLabel(elide=Qt.TextElideMode.ElideRight)
        self.names.setProperty("role", "muted")

    def show_names(self, names: Sequence[str], label: str) -> None:
        """Show how many there are, and the first names; hidden if there are none."""
        self.box.setVisible(bool(names))
        self.names.setVisible(bool(names))
        self.box.setText(label.format(count=len(names)))
        self.names.setText(first_names(names, len(names), _IN_LINE))
        tip = first_names(names, len(names), _IN_TIP)
        for widget in (self.box, self.names):
            widget.setToolTip(plain_tip(tip))
        self.box.setAccessibleDescription(tip)
