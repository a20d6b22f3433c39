"""“Choose key…”: opens the dialog for the customer-provided key (SSE-C) of an object."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.i18n import _


def choose_key_text() -> str:
    """Return the text of the buttons that open the dialog."""
    return _("Choose key…")


def choose_key(
    runner: Runner,
    connection: Connection,
    location: Location,
    version_id: str | None,
    parent: QWidget,
    on_fitted: Callable[[ObjectDetails], object],
) -> None:
    """Open the dialog; `on_fitted` is called once a key can read the object."""
    # Loaded when it is opened: the main window is there sooner.
    from s3enc_gui.gui.customer_keys.choose_key_dialog import ChooseKeyDialog

    dialog = ChooseKeyDialog(runner, connection, location, version_id, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fitted.connect(on_fitted)
    dialog.open()
