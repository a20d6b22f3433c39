"""A sign-in that is needed before or in the middle of a command, on a terminal and without one."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest

from s3enc_gui.app import build_services
from s3enc_gui.cli.sign_in import terminal
from s3enc_gui.cli.sign_in.prompt import sign_in_command
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import CompanySource
from s3enc_gui.domain.connections.sign_in import BrowserPage
from s3enc_gui.jobs.connections.sign_in import SignInToCompany
from s3enc_gui.jobs.context import Context
from tests.cli.test_connections import SIGN_IN, opens
from tests.servers.hostile import bare, hostile_server, refusal
from tests.servers.sign_in import RoleKeys
from tests.servers.sign_in.sts import DEVICE, ROLE

__all__ = ["opens"]

pytestmark = pytest.mark.contract

REFUSED = pytest.mark.expects_log("Refreshing temporary credentials failed")


@pytest.fixture
def s3(monkeypatch):
    """A server, and the session tokens that it accepts."""
    accepted: set[str] = set()

    def check(request, work):
        if request.headers.get("x-amz-security-token") not in accepted:
            return refusal(400, "ExpiredToken", "The provided token has expired.")
        return work()

    with hostile_server() as hostile:
        for operation in ("GetBucketLocation", "PutObject", "GetObject", "ListObjectsV2"):
            hostile.change(operation, check)
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", hostile.server.endpoint_url)
        monkeypatch.setenv("AWS_REGION", "us-east-1")
        yield hostile, accepted


@pytest.fixture
def profile(isolated_home, monkeypatch):
    """A profile whose role requires a code."""
    monkeypatch.delenv("AWS_CONFIG_FILE", raising=False)
    folder = Path(isolated_home, ".aws")
    folder.mkdir(exist_ok=True)
    (folder / "config").write_text(
        f"[profile uploads]\nrole_arn = {ROLE}\nmfa_serial = {DEVICE}\nsource_profile = ana\n"
        "[profile ana]\naws_access_key_id = AKIAANA\naws_secret_access_key = ana-secret\n"
    )
    return "uploads"


@pytest.fixture
def types(monkeypatch):
    """Return `types(*answers)`: what the user types on the terminal, question by question."""
    asked = []

    def types(*answers):
        left = list(answers)

        def ask(question, checkpoint=lambda: None):
            asked.append(question)
            if left:
                answer = left.pop(0)
                return answer() if callable(answer) else answer
            while True:
                checkpoint()
                sleep(0.02)

        monkeypatch.setattr(terminal, "can_ask", lambda: True)
        monkeypatch.setattr(terminal, "ask", ask)
        return asked

    return types


def until(condition):
    end = monotonic() + 60
    while not condition():
        assert monotonic() < end
        sleep(0.02)


class OtherTerminal:
    """Another process of the user: `s3enc connections sign-in`, from the first refused request."""

    def __init__(self, browser):
        self._browser = browser
        self._thread = Thread(target=self._sign_in)
        self.start = self._thread.start

    def _sign_in(self):
        with closing(build_services()) as services:
            (saved,) = services.connections.saved.load().connections
            assert isinstance(saved.source, CompanySource)
            SignInToCompany(saved.source.session).run(Context(services, self._open))

    def _open(self, event):
        if isinstance(event, BrowserPage):
            self._browser.open(event.url)

    def join(self):
        self._thread.join()


@pytest.fixture
def ends_at(s3, center, monkeypatch, user_browser):
    """Return `ends_at(operation)`: the session ends; another terminal signs in, and is returned."""
    hostile, accepted = s3
    accepted.add("role-session-token")
    monkeypatch.setattr("s3enc_gui.aio.outage_gate.FIRST_PROBE", 0.1)
    monkeypatch.setattr("s3enc_gui.aio.outage_gate.MAX_PROBE", 0.1)

    def ends_at(operation):
        other = OtherTerminal(user_browser)

        def end_session(request, work):
            if "role-session-token" in accepted:
                center.expire_sessions()
                center.roles["111122223333"]["Admin"] = RoleKeys("ASIANEW", "secret", "new-token")
                accepted.clear()
                accepted.add("new-token")
                Thread(target=lambda: (until_refused(center), other.start())).start()
            if request.headers.get("x-amz-security-token") not in accepted:
                return bare(400) if request.method == "HEAD" else work()
            return work()

        hostile.change(operation, end_session)
        return other

    return ends_at


@pytest.mark.parametrize(
    ("operation", "command"),
    [
        ("PutObject", lambda small: ("upload", small, "s3://bucket/")),
        ("HeadObject", lambda _: ("audit", "s3://bucket", "--quiet")),
        ("ListObjectsV2", lambda _: ("audit", "s3://bucket")),
    ],
)
@REFUSED
def test_a_sign_in_in_another_terminal_lets_a_command_go_on(
    s3enc, s3, center, opens, small, ends_at, operation, command
):
    hostile, _ = s3
    hostile.put("a.txt", b"content")
    s3enc(*SIGN_IN, "--name", "at work")
    other = ends_at(operation)
    ran = s3enc(*command(small), "--connection", "at work")
    other.join()
    assert ran.status == 0, ran.err
    command = "In another terminal: s3enc connections sign-in --connection 'at work'"
    assert ran.err.count(command) == 1
    assert "Continuing." in ran.err
    assert center.requests["authorize"] == 2


def until_refused(center):
    """Wait until the program has tried to renew its credentials twice."""
    tried = center.requests["credentials"]
    until(lambda: center.requests["credentials"] >= tried + 2)


@REFUSED
def test_a_code_is_asked_for_first(s3enc, s3, sts, profile, small, types):
    _, accepted = s3
    accepted.add(sts.new_token)
    sts.codes.add("123456")
    asked = types("123456")
    ran = s3enc("upload", small, "s3://bucket/", "--profile", profile)
    assert ran.status == 0, ran.err
    assert len(asked) == 1
    assert profile in asked[0]
    assert sts.requests["AssumeRole"] == 1


@REFUSED
def test_without_a_terminal_nobody_is_asked(s3enc, s3, sts, profile, small):
    ran = s3enc("upload", small, "s3://bucket/", "--profile", profile)
    assert ran.status == 1
    assert "MFA code is required" in ran.err


@REFUSED
def test_a_dismissed_question_ends_the_command(s3enc, s3, sts, profile, small, types):
    asked = types("")
    ran = s3enc("upload", small, "s3://bucket/", "--profile", profile)
    assert (ran.status, len(asked)) == (1, 1)


@REFUSED
def test_a_code_is_asked_for_in_the_middle(s3enc, s3, sts, profile, small, types, monkeypatch):
    """A wrong one is said, and it is asked again."""
    hostile, accepted = s3
    monkeypatch.setattr("s3enc_gui.aio.outage_gate.FIRST_PROBE", 0.1)
    monkeypatch.setattr("s3enc_gui.aio.outage_gate.MAX_PROBE", 0.1)
    first = sts.new_token
    accepted.add(first)
    sts.codes |= {"111111", "222222"}

    def end_session(_request, work):
        if first in accepted:
            accepted.clear()
            sts.end_sessions()
            accepted.add(sts.new_token)
        return work()

    hostile.change("PutObject", end_session)
    asked = types("111111", "999999", "222222")
    ran = s3enc("upload", small, "s3://bucket/", "--profile", profile)
    assert ran.status == 0, ran.err
    assert len(asked) == 3
    assert "MFA code isn't valid" in ran.err


@REFUSED
def test_signing_in_with_a_code(s3enc, sts, profile, types, monkeypatch):
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    sts.codes |= {"111111", "222222"}
    types("111111")
    ran = s3enc("connections", "sign-in", "--profile", profile)
    assert (ran.status, ran.out) == (0, "Signed in.\n"), ran.err
    assert "this session only" in ran.err  # this computer has no keyring
    ran = s3enc("connections", "sign-in", "--profile", profile, "--mfa-code", "222222")
    assert ran.status == 0
    ran = s3enc("connections", "sign-in", "--profile", profile, "--mfa-code", "222222")
    assert ran.status == 1
    assert "MFA code isn't valid" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is needed")
def test_the_terminal_is_asked_though_the_input_is_a_file(tmp_path):
    """In a child that has a terminal: what is typed is read, and the settings stay."""
    import pty

    child, terminal_of_child = pty.fork()
    if child == 0:
        os.execv(  # noqa: S606 - this interpreter
            sys.executable,
            [
                sys.executable,
                "-c",
                "import os; os.dup2(os.open(os.devnull, 0), 0);"
                "from s3enc_gui.cli.sign_in.terminal import ask, can_ask;"
                "print(can_ask(), repr(ask('Code?')))",
            ],
        )
    shown = b""
    while b"Code?" not in shown:
        shown += os.read(terminal_of_child, 1000)
    os.write(terminal_of_child, b" 123456 \n")
    while b"True '123456'" not in shown:
        shown += os.read(terminal_of_child, 1000)
    assert os.waitpid(child, 0)[1] == 0
    os.close(terminal_of_child)


@pytest.mark.parametrize(
    ("connection", "command"),
    [
        (Connection(), "s3enc connections sign-in"),
        (Connection(profile="a b"), "s3enc connections sign-in --profile 'a b'"),
        (Connection(credentials="0", title="x"), "s3enc connections sign-in --connection x"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="quoted for a POSIX shell")
def test_the_command_to_type(connection, command):
    assert sign_in_command(connection) == command
