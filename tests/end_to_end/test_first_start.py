"""From an empty home to a listed bucket, and a verified upload."""

from __future__ import annotations

import uuid

import pytest

from tests.end_to_end.desktop import Desktop
from tests.end_to_end.first_start import FirstStart
from tests.servers.sign_in.identity_center import PORTAL, REGION

pytestmark = pytest.mark.end_to_end

BUCKET = "demo-bucket"
MOST_FIELDS, MOST_CLICKS = 4, 6


@pytest.fixture
def desktop():
    with Desktop() as desktop:
        yield desktop


@pytest.fixture
def first(desktop, demo_server):
    """`first(sign_in_server, files…)` starts the program."""
    started = []

    def begin(sign_in, *files):
        started.append(FirstStart(desktop, demo_server, sign_in.environment(), *files))
        return started[-1]

    yield begin
    for one in started:
        one.program.close()


def sign_in_to_company(first):
    dialog = first.choose("Sign in with my company")
    first.fill(dialog, "Start URL", PORTAL)
    first.fill(dialog, "Region", REGION)
    first.press(dialog.find("push button", "Sign in"))
    return dialog


def keys_of(server):
    """The key as the access portal shows it, in two lines."""
    return f"aws_access_key_id={server.access_key}\naws_secret_access_key={server.secret_key}"


def test_company_sign_in_to_a_verified_upload(desktop, first, center, text):
    first = first(center, text)
    sign_in_to_company(first)
    first.wait_for_bucket(BUCKET)
    assert "close this window" in first.page_seen
    assert first.fields <= MOST_FIELDS
    assert first.clicks <= MOST_CLICKS
    wizard = first.program.wizard().wait_for_files("text.txt")  # it waited for the sign-in
    wizard.dialog.find("text", name="Bucket").type_text(BUCKET)
    wizard.dialog.find("text", name="Folder (prefix)").type_text(uuid.uuid4().hex)
    wizard.wait_until_ready()
    wizard.press("Upload")
    (row,) = wizard.results()
    assert "Verified" in " ".join(row)
    assert (desktop.home / ".aws/sso/cache").is_dir()
    written = [path for path in desktop.home.rglob("*") if path.is_file()]
    for path in written:
        if "sso/cache" not in str(path):
            content = path.read_bytes()
            assert not [one for one in center.secrets if one.encode() in content], path


def test_company_sign_in_on_another_computer(first, center):
    center.answers["authorize"] = (200, b"a page that nobody uses", "text/plain")
    first = first(center)
    dialog = sign_in_to_company(first)
    first.press(dialog.find("push button", "The browser is on another computer", timeout=30))
    first.wait_for_bucket(BUCKET)
    assert center.requests["device_authorization"] == 1
    assert first.fields <= MOST_FIELDS
    assert first.clicks <= MOST_CLICKS


def test_an_access_key(first, center, demo_server):
    first = first(center)
    dialog = first.choose("I have an access key")
    first.fill(dialog, "Paste everything here", keys_of(demo_server))
    first.press(dialog.find("push button", "Connect"))
    first.wait_for_bucket(BUCKET)
    assert first.fields <= MOST_FIELDS
    assert first.clicks <= MOST_CLICKS


def test_another_s3_service(first, center, demo_server):
    first = first(center)
    dialog = first.choose("Another S3 service")
    first.fill(dialog, "Address", demo_server.endpoint_url)
    first.fill(dialog, "Paste everything here", keys_of(demo_server))
    first.press(dialog.find("push button", "Connect"))
    first.wait_for_bucket(BUCKET)
    assert first.fields <= MOST_FIELDS
    assert first.clicks <= MOST_CLICKS


def test_console_sign_in(first, console):
    first = first(console)
    dialog = first.choose("Sign in with the AWS console")
    first.press(dialog.find("push button", "Sign in"))
    first.wait_for_bucket(BUCKET)
    assert (first.fields, first.clicks) == (0, 2)
