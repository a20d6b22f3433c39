"""Connections in the pseudo-language."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.connection_check import (
    CheckAnswer,
    CheckedRight,
    ConnectionCheck,
)
from s3enc_gui.domain.connections.saved_connection import SavedConnections
from s3enc_gui.domain.connections.sign_in import (
    BrowserPage,
    DeviceCode,
    MfaDevice,
    WaitsForOther,
)
from s3enc_gui.gui.connections.check_dialog import CheckDialog
from s3enc_gui.gui.connections.connections_dialog import ConnectionsDialog
from s3enc_gui.gui.connections.signing_in.mfa_dialog import MfaDialog
from s3enc_gui.gui.connections.signing_in.sign_in_dialog import SignInDialog
from s3enc_gui.gui.connections.ways import Way, way_of
from s3enc_gui.gui.connections.welcome_page import WelcomePage
from s3enc_gui.jobs.connections.sign_in import SignInToCompany
from tests.gui.connections.samples import ACCOUNTS, ALL, SESSION, START
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")

SERVICES = ("MinIO", "Ceph", "Cloudflare", "Backblaze", "Wasabi", "DigitalOcean", "Google", "IBM")
DATA = (
    *SERVICES,
    *("R2", "B2", "Spaces", "Cloud", "Storage", "Object", "https", "d", "awsapps", "com", "start"),
    *("s3", "example", "us", "eu", "ca", "sa", "ap", "me", "af", "cn", "gov", "eusc", "de"),
    *("east", "west", "central", "north", "south", "northeast", "southeast", "northwest"),
    *("production", "sandbox", "Uploads", "Admin", "prod", "play", "work", "page", "AKIA"),
    *(
        "ABCD",
        "EFGH",
        "s3enc",
        "minio",
        "key",
        "public",
        "ana",
        "open",
        "data",
        "AKIAABCDEFGHIJKLMNOP",
    ),
)


@pytest.mark.parametrize("way", Way)
def test_forms(make_dialog, way):
    dialog = make_dialog(way)
    check_texts(dialog, *DATA)
    if way not in (Way.CONSOLE, Way.PROFILE):
        dialog.go.click()  # says what is missing
        check_texts(dialog, *DATA)


@pytest.mark.parametrize("saved", ALL, ids=lambda saved: saved.name)
def test_edited_connections(make_dialog, saved):
    check_texts(make_dialog(way_of(saved), edited=saved), *DATA)


def test_company_sign_in(make_dialog, runner):
    dialog = make_dialog(Way.COMPANY)
    dialog.form.start_url.setText(START)
    dialog.form.region.setEditText("eu-west-1")
    dialog.go.click()
    runner.succeed(SESSION)
    runner.succeed(ACCOUNTS)
    dialog.picker.accounts.setCurrentRow(0)
    runner.succeed(["Admin", "Uploads"])
    check_texts(dialog, *DATA)


def test_signing_in_again(qtbot, runner, opened):
    dialog = SignInDialog(runner, Connection("work"), None)
    qtbot.addWidget(dialog)
    dialog.show()
    for event in (
        BrowserPage("https://page"),
        WaitsForOther(),
        DeviceCode("https://page", "ABCD-EFGH", "https://page"),
    ):
        runner.report(event)
        check_texts(dialog, *DATA)
    dialog.view.other_computer.click()
    runner.report(BrowserPage("https://page"))
    check_texts(dialog, *DATA)
    assert not runner.jobs_of(SignInToCompany)


def test_code_of_an_mfa_device(qtbot, runner):
    device = MfaDevice("123", "arn:aws:iam::111122223333:role/Uploads")
    dialog = MfaDialog(runner, Connection("work"), device, None)
    qtbot.addWidget(dialog)
    dialog.show()
    names = [label.accessibleName() for label in dialog.findChildren(QLabel)]
    assert any("work" in one and "Uploads" in one for one in names)  # why it asks
    check_texts(dialog, *DATA, "Uploads")


def test_welcome(qtbot):
    page = WelcomePage(has_demo=True)
    qtbot.addWidget(page)
    page.show_profiles(["work"])
    page.show_waiting(2)
    page.show()
    check_texts(page, *DATA)


def test_list_of_connections(qtbot, runner):
    dialog = ConnectionsDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    runner.succeed(SavedConnections(ALL, ALL[0].id))
    check_texts(dialog, *DATA, "111122223333")
    dialog.button("remove").click()
    check_texts(dialog, *DATA, "111122223333")


def test_test_of_a_connection(qtbot, runner):
    dialog = CheckDialog(runner, ALL[0])
    qtbot.addWidget(dialog)
    dialog.show()
    for right in CheckedRight:
        runner.report(*(ConnectionCheck(right, answer) for answer in CheckAnswer))
    check_texts(dialog, *DATA)
