"""Signing in for the first time, with a screenshot of each page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from s3enc_gui.demo.launcher import DemoServer
from tests.end_to_end.atspi import Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.first_start import FirstStart
from tests.end_to_end.program import READY_SECONDS, Program, Wizard
from tests.end_to_end.waiting import wait_for
from tests.servers.server import Server
from tests.servers.sign_in import IdentityCenterServer, RoleKeys
from tests.servers.sign_in.identity_center import PORTAL, REGION

_ACCOUNTS = ("analytics", "archive", "backup", "production", "sandbox", "staging")
_ROLES = ("Administrator", "Auditor", "Uploads")
_BUCKET = "demo-bucket"
_CONFIG = """[profile production]
sso_session = company
sso_account_id = 111122223333
sso_role_name = Uploads
region = eu-central-1

[profile archive]
credential_process = archive-login

[sso-session company]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = eu-central-1
"""


def sign_in_tour(folder: Path, *, dark: bool = False) -> Iterator[Path]:
    """Yield the screenshots, from the welcome page to the test of the connection."""
    with DemoServer() as demo, IdentityCenterServer() as center, Desktop(dark=dark) as desktop:
        center.roles = {
            f"{number}" * 12: {role: RoleKeys("ASIAUPLOADS", "secret") for role in _ROLES}
            for number in range(1, len(_ACCOUNTS) + 1)
        }
        center.names = dict(zip(center.roles, _ACCOUNTS, strict=True))
        (desktop.home / ".aws").mkdir(exist_ok=True)
        (desktop.home / ".aws" / "config").write_text(_CONFIG)
        server = Server("demo", demo.endpoint_url, demo.endpoint_url)
        first = FirstStart(desktop, server, center.environment())
        yield from _forms(first, folder)
        yield from _company(first, center, folder)
        yield from _connections(first, folder)
        first.program.close()
        center.expire_sessions()
        yield from _prompt(first, folder)


def _forms(first: FirstStart, folder: Path) -> Iterator[Path]:
    first.app.find("push button", "Sign in with my company", timeout=READY_SECONDS)
    yield _taken(first, first.program.window, folder / "11-welcome.png")
    for name, way in (
        ("15-access-key.png", "I have an access key"),
        ("16-another-s3-service.png", "Another S3 service"),
        ("19-console-sign-in.png", "Sign in with the AWS console"),
        ("20-public-data.png", "Public data, no sign-in"),
    ):
        dialog = first.choose(way)
        yield _taken(first, dialog, folder / name)
        dialog.find("push button", "Cancel").press()
        Wizard(dialog, first.program.desktop).wait_until_closed()


def _company(first: FirstStart, center: IdentityCenterServer, folder: Path) -> Iterator[Path]:
    center.answers["authorize"] = (200, b"The user signs in here.", "text/plain")
    dialog = first.choose("Sign in with my company")
    first.fill(dialog, "Start URL", PORTAL)
    first.fill(dialog, "Region", REGION)
    yield _taken(first, dialog, folder / "12-company-sign-in.png")
    first.press(dialog.find("push button", "Sign in"))
    dialog.find("label", "Sign in with your web browser", timeout=READY_SECONDS)
    yield _taken(first, dialog, folder / "13-signing-in.png")
    first.press(dialog.find("push button", "The browser is on another computer"))
    accounts = dialog.find("list", "Accounts", timeout=READY_SECONDS)
    accounts.select_row(_ACCOUNTS.index("production"))
    roles = dialog.find("list", "Roles")
    wait_for(lambda: len(roles.rows()) == len(_ROLES), what="the roles", otherwise=dialog.dump)
    roles.select_row(_ROLES.index("Uploads"))
    yield _taken(first, dialog, folder / "14-accounts.png")
    first.press(dialog.find("push button", "Connect"))
    first.wait_for_bucket(_BUCKET)


def _connections(first: FirstStart, folder: Path) -> Iterator[Path]:
    first.program.window.find("menu item", "File").act("ShowMenu")
    first.app.find("menu item", "Connections…").press()
    dialog = first.app.find("dialog", "Connections")
    table = dialog.find("table", "Connections")
    wait_for(lambda: len(table.rows()) == 1, what="the connections", otherwise=dialog.dump)
    yield _taken(first, dialog, folder / "17-connections.png")
    yield from _profile(first, dialog, folder)
    table.select_row(0)
    first.press(dialog.find("push button", "Test…"))
    test = first.app.find("dialog", "Test production (Uploads)")
    button = test.find("push button", "Test")
    wait_for(lambda: button.enabled, READY_SECONDS, what="the first test", otherwise=test.dump)
    test.find("text", name="Bucket").type_text(_BUCKET)
    test.find("check box", "Also write a small test object").check()
    button.press()
    wait_for(
        lambda: button.enabled and test.find_all("label", "Encrypt with the bucket's default"),
        READY_SECONDS,
        what="the test",
        otherwise=test.dump,
    )
    yield _taken(first, test, folder / "18-connection-test.png")


def _profile(first: FirstStart, dialog: Widget, folder: Path) -> Iterator[Path]:
    """Choose a profile from the list, and unfold the options."""
    dialog.find("button menu", "Add…").act("ShowMenu")
    screen = first.program.desktop.screen
    screen.settle()
    screen.keys("Up")  # the last one; AT-SPI doesn't have the menus of buttons
    screen.keys("Return")
    form = first.app.find("dialog", "A profile of the AWS CLI")
    first.fill(form, "Profile", "production")
    form.find("label", "Credentials: company sign-in (SSO), eu-central-1.")
    yield _taken(first, form, folder / "21-profile.png")
    form.find("check box", "More options").check()
    form.find("check box", "FIPS endpoints").check()
    form.find("check box", "Older server").act("SetFocus")
    screen.keys("shift+Tab")  # scrolls there
    yield _taken(first, form, folder / "22-more-options.png")
    form.find("push button", "Cancel").press()
    Wizard(form, first.program.desktop).wait_until_closed()


def _prompt(first: FirstStart, folder: Path) -> Iterator[Path]:
    """Start again after the session has expired."""
    desktop = first.program.desktop
    program = Program(desktop, [], **first.environment)
    program.app.find("push button", "Sign in…", timeout=READY_SECONDS)
    desktop.screen.settle()
    path = folder / "23-signed-out.png"
    program.window.screenshot(path)
    yield path
    program.close()


def _taken(first: FirstStart, window: Widget, path: Path) -> Path:
    first.program.desktop.screen.settle()
    window.screenshot(path)
    return path
