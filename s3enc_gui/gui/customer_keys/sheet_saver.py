"""Asks for the file of a key sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

from s3enc_gui.gui.widgets.save_dialog import name_filter, save_dialog
from s3enc_gui.i18n import _

_PAGE, _TEXT = "html", "txt"


def ask_for_sheet(parent: QWidget, name: str, write: Callable[[str], None]) -> QFileDialog:
    """Open the dialog for a page to print or a text; `write` gets the path of a new file."""
    file = "".join(letter if letter.isalnum() or letter in "-_ " else "_" for letter in name)
    proposed = _("Key sheet {name}").format(name=file)
    dialog = save_dialog(parent, _("Save key sheet"), f"{proposed}.{_PAGE}", (_PAGE, _TEXT))
    # A file that exists stays as it is, whatever is answered: it could be another key's only copy.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.filterSelected.connect(
        lambda chosen: dialog.setDefaultSuffix(_TEXT if chosen == name_filter(_TEXT) else _PAGE)
    )
    dialog.fileSelected.connect(write)
    dialog.open()
    return dialog
