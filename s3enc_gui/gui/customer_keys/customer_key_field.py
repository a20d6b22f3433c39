"""Field for a customer-provided key: the named keys of this computer, or a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QPushButton, QSizePolicy, QWidget

from s3enc_gui.domain.customer_keys.known_key import no_copy_error, unknown_key_error
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.check_copy_dialog import CheckCopyDialog
from s3enc_gui.gui.customer_keys.new_key_dialog import NewKeyDialog
from s3enc_gui.gui.icons import ItemIcons, Tone
from s3enc_gui.gui.widgets.labels.text_labels import TextLine, label_for
from s3enc_gui.gui.widgets.styling import fit_list
from s3enc_gui.gui.widgets.wrapping_button import WrappingButton
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.customer_keys.copies_of_keys import ListedKey, ReadKeyList
from s3enc_gui.wording.customer_keys.key_text import named_key_text

_CHARACTERS = 24  # that the combo box asks for; it takes the width there is


class CustomerKeyField(QWidget):
    """Lists the keys once `fill` was called; `changed` follows every change, `edited` the user's.

    Keys are shown by name and MD5. Nothing is chosen until somebody chooses.
    """

    changed = Signal()
    edited = Signal()

    def __init__(
        self, runner: Runner, parent: QWidget | None = None, *, label_width: int = 120
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._listed: tuple[ListedKey, ...] = ()
        self._wanted = ""  # MD5 that is chosen once the list has it
        self._error: AppError | None = None
        self.combo, self.new_key = QComboBox(), WrappingButton(_("New key…"))
        self._icons = ItemIcons(self.combo)
        self.add_again, self._note = QPushButton(_("Add again…")), TextLine()
        self.add_again.setAutoDefault(False)
        self._list = LatestJob(runner, self)
        self._arrange(label_width)
        self._list.answered.connect(self._show_list)
        self._list.failed.connect(self._failed)
        self.combo.activated.connect(self._chosen)
        self.new_key.clicked.connect(self._add)
        self.add_again.clicked.connect(self._add_again)
        self._show_state()

    def fill(self) -> None:
        """Read the list of keys; keeps the choice."""
        self._list.ask(ReadKeyList())

    @property
    def md5(self) -> str:
        """The MD5 of the chosen key; empty: none."""
        return self._wanted

    @property
    def problem(self) -> AppError | None:
        """Why the key can't be used, as far as known."""
        if not self._wanted:
            return _none_chosen()
        if self._list.busy or self._error:
            return self._error
        one = self._chosen_key()
        if one is None or not one.here:
            return unknown_key_error(one.known.name if one else self._wanted)
        return None if one.known.has_copy else no_copy_error(one.known.name)

    def preselect(self, md5: str | None) -> None:
        """Choose a key that the user hasn't chosen."""
        self._wanted = md5 or ""
        self._show_choice()

    def _arrange(self, label_width: int) -> None:
        self.combo.setPlaceholderText(_("Choose a key"))
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.combo.setSizeAdjustPolicy(policy)
        self.combo.setMinimumContentsLength(_CHARACTERS)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, label_width)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label_for(_("Key"), self.combo), 0, 0)
        grid.addWidget(self.combo, 0, 1)
        grid.addWidget(self.new_key, 0, 2)
        grid.addWidget(self._note, 1, 1)
        grid.addWidget(self.add_again, 1, 2)
        for button in (self.new_key, self.add_again):  # as wide as each other
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _chosen_key(self) -> ListedKey | None:
        return next((one for one in self._listed if one.known.md5 == self._wanted), None)

    @Slot(object)
    def _show_list(self, listed: tuple[ListedKey, ...]) -> None:
        self._listed, self._error = listed, None
        self.combo.clear()
        for one in listed:
            known = one.known
            self.combo.addItem(named_key_text(known.name, known.md5), known.md5)
            sign: tuple[str, Tone] = ("key", "muted") if one.here else ("warning", "warning")
            at = self.combo.model().index(self.combo.count() - 1, 0)
            self._icons.set_icon(at, *sign)
        fit_list(self.combo)
        self._show_choice()

    @Slot(object)
    def _failed(self, error: AppError) -> None:
        self._error = error
        self._show_state()

    def _show_choice(self) -> None:
        self.combo.setCurrentIndex(self.combo.findData(self._wanted) if self._wanted else -1)
        self._show_state()

    @Slot(int)
    def _chosen(self, row: int) -> None:
        self._wanted = str(self.combo.itemData(row) or "")
        self.edited.emit()
        self._show_state()

    def _show_state(self) -> None:
        problem, one = self.problem, self._chosen_key()
        if problem and self._wanted:
            self._note.say(f"{problem.title}. {problem.hint}", "error")
        elif problem and not self._listed:
            self._note.say(_("There are no keys on this computer yet. Create or add one."))
        else:
            self._note.say("")
        self.add_again.setVisible(one is not None and not one.here)
        self.changed.emit()

    @Slot()
    def _add(self) -> None:
        dialog = NewKeyDialog(self._runner, self.window())
        dialog.added.connect(self._added)
        _open(dialog)

    @Slot()
    def _add_again(self) -> None:
        if one := self._chosen_key():
            dialog = CheckCopyDialog(self._runner, one, self.window())
            dialog.checked.connect(self._added)
            _open(dialog)

    @Slot(str)
    def _added(self, md5: str) -> None:
        self._wanted = md5
        self.edited.emit()
        self.fill()


def _none_chosen() -> AppError:
    return AppError(
        text("Choose a customer-provided key"),
        text("SSE-C encrypts with a key that only you have."),
        text("Choose a key, or create one (New key…)."),
        code="CustomerKeyMissing",
    )


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
