"""Proxy and CA bundle in the Settings dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.settings.settings_group import SettingsGroup
from s3enc_gui.gui.widgets.labels.term_tip import explained_label
from s3enc_gui.i18n import AnyText, _
from s3enc_gui.jobs.settings.network import ReadNetwork, SetNetwork
from s3enc_gui.wording.glossary.terms import Term


class NetworkGroup(SettingsGroup):
    """Which proxy, its address, user name and password; and the CA bundle."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(_("Network"), runner, parent)
        self.proxy = QComboBox()
        for use, label in (
            (ProxyUse.SYSTEM, _("As in the system's settings")),
            (ProxyUse.NONE, _("No proxy")),
            (ProxyUse.MANUAL, _("This proxy")),
        ):
            self.proxy.addItem(label, use)
        self.address, self.user, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.address.setPlaceholderText(_("proxy.example.com:3128"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.ca_bundle = QLineEdit()
        self.ca_bundle.setPlaceholderText(_("The system's"))
        self.browse = QPushButton(_("B&rowse…"))
        self.browse.setAutoDefault(False)
        self._locked_by: AnyText = ""  # who has set them
        self._kept = True  # the stored password is in the keyring
        self._form = QFormLayout()
        self._arrange()
        self.proxy.currentIndexChanged.connect(self.show_state)
        for field in (self.address, self.user, self.password, self.ca_bundle):
            field.textChanged.connect(self.show_state)
        self.browse.clicked.connect(self._choose)
        self.saved.connect(self._note)
        self.show_state()

    @property
    def value(self) -> NetworkSettings:
        """The entered settings."""
        bundle = self.ca_bundle.text().strip()
        return NetworkSettings(
            self.proxy.currentData(),
            self.address.text().strip(),
            self.user.text().strip(),
            self.password.text(),
            bundle or None,
        )

    @property
    def invalid(self) -> bool:
        """Whether the proxy's address isn't one."""
        return not self.value.is_valid

    @property
    def read_job(self) -> ReadNetwork:
        """See SettingsGroup."""
        return ReadNetwork()

    @property
    def save_job(self) -> SetNetwork:
        """See SettingsGroup."""
        return SetNetwork(self.value)

    @property
    def message(self) -> str:
        """What the settings mean."""
        if not self.known:
            return _("Reading the settings…")
        if self._locked_by:
            return str(self._locked_by)
        use = self.proxy.currentData()
        if use is ProxyUse.SYSTEM:
            return _(
                "The environment variables HTTPS_PROXY and NO_PROXY, or else the system's proxy."
                " Automatic configuration scripts (PAC) aren't read: choose “{this_proxy}” instead."
            ).format(this_proxy=_("This proxy"))
        if use is ProxyUse.NONE:
            return _("All requests go to the servers directly.")
        if self.invalid:
            return _("Enter an HTTP proxy's address, such as proxy.example.com:3128.")
        if not self._kept and self.password.text():
            return _("The password is kept for this session only: the keyring didn't store it.")
        return _("All requests go through it, except those to this computer and to NO_PROXY.")

    def show_value(self, value: NetworkSettings) -> None:
        """Show the settings."""
        self._kept, self._locked_by = value.in_keyring, value.locked_by
        self.proxy.setCurrentIndex(self.proxy.findData(value.proxy))
        self.address.setText(value.address)
        self.user.setText(value.user)
        self.password.setText(value.password)
        self.ca_bundle.setText(value.ca_bundle or "")

    def focus_invalid(self) -> None:
        """Select the address."""
        self.address.setFocus()
        self.address.selectAll()

    @Slot()
    def show_state(self) -> None:
        """Show the fields that the choice needs, too."""
        free = self.known and not self._locked_by
        is_manual = free and self.proxy.currentData() is ProxyUse.MANUAL
        for widget in (self.proxy, self.ca_bundle, self.browse):
            widget.setEnabled(free)
        for field in (self.address, self.user, self.password):
            field.setEnabled(is_manual)
            self._form.setRowVisible(field, self.proxy.currentData() is ProxyUse.MANUAL)
        super().show_state()

    @Slot(object)
    def _note(self, value: NetworkSettings) -> None:
        self._kept = value.in_keyring
        self.show_state()

    @Slot()
    def _choose(self) -> None:
        """Choose the CA bundle."""
        path = QFileDialog.getOpenFileName(self, _("CA bundle"), self.ca_bundle.text())[0]
        if path:
            self.ca_bundle.setText(path)

    def _arrange(self) -> None:
        bundle = QHBoxLayout()
        bundle.addWidget(self.ca_bundle, 1)
        bundle.addWidget(self.browse)
        form = self._form
        form.addRow(_("Pro&xy"), self.proxy)
        form.addRow(_("A&ddress"), self.address)
        form.addRow(_("&User name"), self.user)
        form.addRow(_("Pass&word"), self.password)
        self._about.setContentsMargins(0, 0, 0, 0)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        form.addRow("", self._about)  # about the proxy
        form.addRow(explained_label(_("CA &bundle"), self.ca_bundle, Term.CA_BUNDLE), bundle)
        self.column.insertLayout(0, form)
