"""No file that the program writes, and no log, holds a secret; but the sign-ins' own files."""

from __future__ import annotations

import logging
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, quote

import pytest

from s3enc_gui.app import build_services, start_log
from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.saved_connection import (
    AssumedRole,
    CompanySource,
    ConsoleSource,
    KeySource,
    Place,
    SavedConnection,
    Source,
)
from s3enc_gui.domain.connections.sign_in import BrowserPage, SsoSession
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions, UploadPlan
from s3enc_gui.jobs.connections.saved_connections import SaveConnection
from s3enc_gui.jobs.connections.sign_in import SignIn, SignInToCompany, SignInWithConsole
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.listing.browse import ListFolder
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.uploads.upload import UploadFiles
from s3enc_gui.store.paths import log_path
from tests.servers.hostile import hostile_server
from tests.servers.sign_in import Browser, ConsoleServer, IdentityCenterServer, StsServer
from tests.servers.sign_in.sts import DEVICE, ROLE

pytestmark = pytest.mark.contract

WRONG_CODE = b64encode(b"code=a-wrong-code&state=a-wrong-state").decode()  # of the console
CODES = ("314159", "271828")  # of the MFA device; the second is wrong
KEY = AccessKey("AKIASAVEDKEY", "saved-secret-access-key", "saved-session-token")
# The AWS CLI's own files, which it shares (SECURITY.md).
SIGN_INS = (".aws/sso/cache", ".aws/login/cache")


class Recorder(logging.Handler):
    """Everything that is logged, with tracebacks."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Recorder]:
    """What the program logs at DEBUG, and all others as they are set up."""
    recorder, program = Recorder(), logging.getLogger("s3enc_gui")
    before = program.level
    program.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(recorder)
    yield recorder
    logging.getLogger().removeHandler(recorder)
    program.setLevel(before)


def written(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by their place."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def forms(secret: str) -> set[bytes]:
    """The secret as it may be written."""
    return {
        secret.encode(),
        quote(secret, safe="").encode(),
        b64encode(secret.encode()),
        secret.encode("utf-16-le"),
    }


class Everything:
    """Signs in in every way, and uploads with each of the connections."""

    def __init__(self, services: Services, url: str, file: Path, browser: Browser) -> None:
        self._services, self._file, self._browser = services, file, browser
        self._place = Place("us-east-1", url)
        self.shown: list[str] = []

    def context(self) -> Context:
        def report(event: object) -> None:
            self.shown.append(repr(event))
            if isinstance(event, BrowserPage):
                Thread(target=self._browser.open, args=(event.url,)).start()

        return Context(self._services, report)

    def console_on_another_computer(self, console: ConsoleServer) -> None:
        """Sign in with the code that the user copies from the page, after a wrong one."""
        unopened = Context(self._services, lambda event: self.shown.append(repr(event)))
        with pytest.raises(AppError) as refused:
            SignInWithConsole("eu-west-1", lambda: WRONG_CODE).run(unopened)
        self.shown.append(str(refused.value))
        copied = lambda: console.confirmation or None  # noqa: E731
        SignInWithConsole("eu-west-1", copied).run(self.context())

    def save(self, source: Source, key: AccessKey | None = None, role: AssumedRole | None = None):
        name = type(source).__name__ + ("Role" if role else "")
        saved = SavedConnection(name, source, self._place, role)
        SaveConnection(saved, key).run(self.context())
        return saved.connection

    def upload(self, connection) -> None:
        item = UploadItem(str(self._file), connection.title, self._file.stat().st_size)
        choice = UploadOptions(EncryptionChoice(Encryption.SSE_S3))
        plan = UploadPlan("bucket", (item,), choice)
        (outcome,) = UploadFiles(connection, plan).run(self.context())
        assert outcome.result is Result.VERIFIED


@pytest.mark.expects_log("Refreshing temporary credentials failed")
def test_nothing_that_is_written_or_logged_holds_a_secret(
    center: IdentityCenterServer,
    console: ConsoleServer,
    sts: StsServer,
    sso_session: SsoSession,
    user_browser: Browser,
    isolated_home: str,
    tmp_path: Path,
    log: Recorder,
) -> None:
    file = tmp_path / "file.txt"
    file.write_text("content")
    with hostile_server() as s3, closing(build_services()) as services:
        start_log(services, "s3enc", LogLevel.DEBUG)
        every = Everything(services, s3.server.endpoint_url, file, user_browser)
        company = every.save(CompanySource(sso_session, "111122223333", "Admin"))
        SignInToCompany(sso_session).run(every.context())
        every.upload(company)
        center.expire_sessions()
        services.aws_sessions.forget_all()
        with pytest.raises(AppError):
            ListFolder(company, "bucket").run(every.context())
        SignIn(company, other_computer=True).run(every.context())
        source = SignInWithConsole("eu-west-1").run(every.context())
        assert isinstance(source, ConsoleSource)
        every.upload(every.save(source))
        every.console_on_another_computer(console)
        every.upload(every.save(KeySource(KEY.access_key), KEY))
        role = every.save(KeySource(KEY.access_key), KEY, AssumedRole(ROLE, mfa_serial=DEVICE))
        sts.codes.add(CODES[0])
        SignIn(role, mfa_code=CODES[0]).run(every.context())
        every.upload(role)
        with pytest.raises(AppError) as refused:
            SignIn(role, mfa_code=CODES[1]).run(every.context())
        every.shown.append(str(refused.value))
        services.log.stop()
    secrets = {
        *center.secrets,
        *console.secrets,
        *sts.secrets,
        *CODES,
        WRONG_CODE,
        console.confirmation,
        *parse_qs(b64decode(console.confirmation).decode())["code"],
        KEY.secret_key,
        KEY.session_token,
        "admin-secret",
        "role-session-token",
        "console-secret",
    }
    assert len(secrets) > 20
    files = written(Path(isolated_home))
    others = {place: data for place, data in files.items() if not place.startswith(SIGN_INS)}
    assert any(place.endswith("connections.json") for place in others)
    assert log_path().relative_to(isolated_home).as_posix() in others
    assert "s3 PUT: HTTP 200" in log_path().read_text()
    assert len(others) < len(files)  # the sign-ins' files are where they are looked for
    found = [
        (place, secret)
        for place, data in others.items()
        for secret in secrets
        if any(form in data for form in forms(secret))
    ]
    assert not found
    assert log.lines
    logged = "\n".join(log.lines)
    assert [secret for secret in secrets if secret in logged] == []
    # A page's address holds the state and the challenge, which are useless without the verifier.
    shown = "\n".join(every.shown)
    assert [secret for secret in secrets if secret in shown] == []


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_the_sign_ins_files_are_private(
    center: IdentityCenterServer,
    sso_session: SsoSession,
    user_browser: Browser,
    isolated_home: str,
    tmp_path: Path,
) -> None:
    with closing(build_services()) as services:
        every = Everything(services, "http://127.0.0.1:9", tmp_path, user_browser)
        SignInToCompany(sso_session).run(every.context())
    folder = Path(isolated_home, *SIGN_INS[0].split("/"))
    modes = {path.stat().st_mode & 0o777 for path in folder.iterdir() if path.is_file()}
    assert modes == {0o600}
    assert center.requests["authorize"] == 1


def test_what_botocore_logs_at_debug_goes_nowhere() -> None:
    """It prints tokens and keys. No module of the program lowers its level or takes its log."""
    sources = Path(__file__).parents[2].joinpath("s3enc_gui").rglob("*.py")
    enabling = ("set_stream_logger", "set_debug_logger", "set_file_logger", "boto3.set_stream")
    for path in sources:
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in enabling), path
