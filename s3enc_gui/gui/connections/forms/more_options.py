"""The options of a connection that few people need, folded away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.connections.saved_connection import Addressing, AssumedRole, SavedConnection
from s3enc_gui.domain.location import parse_location
from s3enc_gui.gui.connections.forms.endpoint_options import EndpointOptions, box_with_note
from s3enc_gui.gui.connections.forms.form import Form
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.wording.glossary.terms import Term

_ADDRESSING = {
    Addressing.AUTO: N_("Automatic"),
    Addressing.PATH: N_("Path-style (server/bucket)"),
    Addressing.VIRTUAL: N_("Virtual-hosted-style (bucket.server)"),
}


class MoreOptions(QWidget):
    """A button that shows and hides the fields; they are shown where one isn't empty.

    What isn't changed here stays as the form makes it.
    """

    def __init__(self, *, asks_for_bucket: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton(_("More options"))
        self.button.setCheckable(True)
        self.button.setAutoDefault(False)
        self.button.toggled.connect(self._show_fields)
        self.fields = _Fields(asks_for_bucket=asks_for_bucket)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.fields)
        self._show_fields(False)

    def fill(self, connection: SavedConnection) -> None:
        """Show a connection."""
        self.fields.fill(connection)
        used = any(_text(one) for one in self.fields.findChildren(QLineEdit))
        self.button.setChecked(used or any(self.fields.endpoints.chosen.values()))

    def draft(self, connection: SavedConnection) -> SavedConnection:
        """Return the connection with what was entered. Raises AppError."""
        return self.fields.draft(connection)

    def _show_fields(self, shown: bool) -> None:
        self.fields.setVisible(shown)
        keep_icon(self.button, "fold" if shown else "unfold", "muted")


class _Fields(Form):
    def __init__(self, *, asks_for_bucket: bool) -> None:
        super().__init__()
        self._asks_for_bucket = asks_for_bucket
        self.bucket, self.role, self.session_name = QLineEdit(self), QLineEdit(), QLineEdit()
        self.external_id, self.mfa, self.ca_bundle = QLineEdit(), QLineEdit(), QLineEdit()
        self.kms = QLineEdit()
        self.no_kms = QCheckBox(_("The service has no KMS"))
        self.pays = QCheckBox(_("Pay for requests"))
        self.endpoints = EndpointOptions()
        self.addressing = QComboBox()
        for one in Addressing:
            self.addressing.addItem(translate(_ADDRESSING[one]))
        if asks_for_bucket:
            self.bucket.setPlaceholderText(_("All buckets"))
            note = _(
                "If you may use only one bucket, or a folder in it: its name or s3://… address."
            )
            self.add_row(_("Bucket"), self.bucket, note, (Term.BUCKET,))
        else:
            self.bucket.hide()
        self.role.setPlaceholderText(_("ARN of the role"))
        self.add_row(
            _("Assume role"),
            self.role,
            _("Requests are sent with this role's permissions."),
            (Term.ARN,),
        )
        self.session_name.setPlaceholderText(AssumedRole("").session_name)
        self.add_row(_("Session name"), self.session_name)
        self.add_row(_("External ID"), self.external_id)
        self.mfa.setPlaceholderText(_("Serial number or ARN"))
        self.add_row(_("MFA device"), self.mfa)
        self.ca_bundle.setPlaceholderText(_("File; else the system's authorities"))
        self.add_row(_("CA bundle"), self.ca_bundle, terms=(Term.CA_BUNDLE,))
        self.add_row(_("Addressing"), self.addressing)
        self.kms.setPlaceholderText(_("As AWS, or as the service"))
        self.add_row(_("KMS endpoint"), self.kms, terms=(Term.KMS,))
        self.add_line(self.no_kms)
        self.add_line(box_with_note(self.pays, _("For Requester Pays buckets.")))
        self.add_line(self.endpoints)
        self.end()
        self.no_kms.toggled.connect(self.kms.setDisabled)
        self._shown = self._place()

    def fill(self, connection: SavedConnection) -> None:
        """See Form."""
        place, role = connection.place, connection.role or AssumedRole("")
        bucket, prefix = connection.bucket, connection.prefix
        self.bucket.setText(f"{bucket}/{prefix}" if prefix else bucket)
        self.role.setText(role.arn)
        has_name = role.session_name != AssumedRole("").session_name
        self.session_name.setText(role.session_name if has_name else "")
        self.external_id.setText(role.external_id)
        self.mfa.setText(role.mfa_serial)
        self.ca_bundle.setText(place.ca_bundle or "")
        self.addressing.setCurrentIndex(list(Addressing).index(place.addressing))
        self.kms.setText(place.kms_endpoint_url or "")
        self.no_kms.setChecked(place.kms_endpoint_url == "")
        self.pays.setChecked(place.requester_pays)
        self.endpoints.fill(place)
        self._shown = self._place()

    def draft(self, connection: SavedConnection) -> SavedConnection:
        """See Form."""
        now = self._place()
        changed = {name: now[name] for name in now if now[name] != self._shown[name]}
        place = replace(connection.place, **changed)
        role = AssumedRole(
            _text(self.role),
            _text(self.session_name) or AssumedRole("").session_name,
            _text(self.external_id),
            _text(self.mfa),
        )
        made = replace(connection, place=place, role=role if role.arn else None)
        if not self._asks_for_bucket:
            return made
        where = parse_location(self.bucket.text()) if _text(self.bucket) else None
        bucket, prefix = (where.bucket, where.key) if where else ("", "")
        return replace(made, bucket=bucket, prefix=prefix)

    def _place(self) -> dict[str, Any]:
        """Return the fields of a Place."""
        return {
            "ca_bundle": _text(self.ca_bundle) or None,
            "addressing": list(Addressing)[self.addressing.currentIndex()],
            "kms_endpoint_url": "" if self.no_kms.isChecked() else _text(self.kms) or None,
            "requester_pays": self.pays.isChecked(),
            **self.endpoints.chosen,
        }


def _text(field: QLineEdit) -> str:
    return field.text().strip()
