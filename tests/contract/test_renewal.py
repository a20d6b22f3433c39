"""Credentials that end in the middle of the work: one prompt, and the work goes on where it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from keyring.errors import KeyringLocked

from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.connections.saved_connection import (
    AssumedRole,
    CompanySource,
    KeySource,
    Place,
    ProfileSource,
    SavedConnection,
)
from s3enc_gui.domain.connections.sign_in import BrowserPage, MfaDevice, SsoSession
from s3enc_gui.domain.copies.plan import CopyPlan, Destination
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.parts import USUAL_PART
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions, UploadPlan
from s3enc_gui.jobs.audits.audit import AuditBucket, AuditResumed
from s3enc_gui.jobs.connections.saved_connections import SaveConnection
from s3enc_gui.jobs.connections.sign_in import FindSignIn, SignIn, SignInToCompany
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.deletion.delete_objects import DeleteObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.listing.browse import ListFolder, ReadStatuses
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.session_sources import SessionSources
from s3enc_gui.jobs.uploads.upload import UploadFiles
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.connections.connection_store import ConnectionStore
from s3enc_gui.store.connections.secrets import Secrets
from s3enc_gui.store.files import file_lock
from s3enc_gui.store.settings_file import SettingsFile
from tests.fakes.keyring import FakeKeyring
from tests.resilience.counting_s3 import CountingS3, counting_s3
from tests.servers.hostile import Hostile, Request, bare, hostile_server, refusal
from tests.servers.sign_in import (
    Browser,
    ConsoleServer,
    IdentityCenterServer,
    RoleKeys,
    StsServer,
)
from tests.servers.sign_in.console import ARN
from tests.servers.sign_in.sts import DEVICE, ROLE

pytestmark = pytest.mark.contract

# botocore's words while the person hasn't signed in yet.
REFUSED = pytest.mark.expects_log("Refreshing temporary credentials failed")
ACCOUNT = "111122223333"
MB = 1_000_000
PATIENCE = 60.0  # seconds
MOST_PARTS = 64  # in flight
XML = 100_000  # bytes of the request that completes the upload


class Program:
    """The program's services and what its jobs report; `person` is told of each outage."""

    def __init__(self, services: Services, browser: Browser) -> None:
        self.services = services
        self.reports: list[Any] = []
        self.waiting: list[Connection | None] = []  # whose sign-in is needed
        self.pages = 0
        self.needed = Event()  # a person is needed
        self.stopped = Event()
        self._browser = browser

    def context(self) -> Context:
        return Context(self.services, self._report, self.stopped)

    def _report(self, event: object) -> None:
        self.reports.append(event)
        if isinstance(event, OutageChanged) and event.outage:
            assert event.outage.kind is OutageKind.SIGNED_OUT
            self.waiting.append(event.outage.connection)
            self.needed.set()
        elif isinstance(event, BrowserPage):
            self.pages += 1
            Thread(target=self._browser.open, args=(event.url,)).start()

    def outages(self) -> list[OutageKind | None]:
        """The changes of the outage, without repetitions."""
        found: list[OutageKind | None] = []
        for event in self.reports:
            if isinstance(event, OutageChanged):
                kind = event.outage.kind if event.outage else None
                if found[-1:] != [kind]:
                    found.append(kind)
        return found

    def upload(self, connection: Connection, *paths: Path) -> tuple[Outcome, ...]:
        items = tuple(UploadItem(str(path), path.name, path.stat().st_size) for path in paths)
        options = UploadOptions(EncryptionChoice(Encryption.SSE_S3))
        plan = UploadPlan("bucket", items, options)
        return UploadFiles(connection, plan).run(self.context())

    def while_person(self, acts: Callable[[], object], work: Callable[[], Any]) -> Any:
        """Do the work; when it needs a person, the person acts."""

        def person() -> None:
            assert self.needed.wait(PATIENCE)
            acts()

        thread = Thread(target=person)
        thread.start()
        try:
            return work()
        finally:
            thread.join()


@contextmanager
def new_program(folder: Path, browser: Browser, keyring: FakeKeyring) -> Iterator[Program]:
    sources = SessionSources(ConnectionStore(secrets=Secrets(keyring)))
    settings = SettingsFile(folder / "settings.json")
    sessions = OpenSessions(sources.find)
    with closing(Services(sessions, settings, session_sources=sources)) as services:
        yield Program(services, browser)


@pytest.fixture
def keyring() -> FakeKeyring:
    return FakeKeyring()


@pytest.fixture
def program(tmp_path: Path, user_browser: Browser, keyring: FakeKeyring) -> Iterator[Program]:
    with new_program(tmp_path, user_browser, keyring) as program:
        yield program


@pytest.fixture
def other_program(tmp_path: Path, user_browser: Browser, keyring: FakeKeyring) -> Iterator[Program]:
    """Another process of the same user."""
    with new_program(tmp_path, user_browser, keyring) as program:
        yield program


@pytest.fixture
def s3() -> Iterator[CountingS3]:
    with counting_s3() as s3:
        yield s3


@pytest.fixture
def hostile_bucket() -> Iterator[tuple[Hostile, set[str]]]:
    """A server, and a set for the session tokens that it accepts."""
    with hostile_server() as hostile:
        yield hostile, set()


@pytest.fixture
def small_s3() -> Iterator[tuple[Hostile, set[str]]]:
    """A server that accepts only some session tokens."""
    accepted: set[str] = set()

    def check(request: Request, work: Callable[[], Any]) -> Any:
        if request.headers.get("x-amz-security-token") not in accepted:
            return refusal(400, "ExpiredToken", "The provided token has expired.")
        return work()

    with hostile_server() as hostile:
        for operation in ("GetBucketLocation", "PutObject", "GetObject", "ListObjectsV2"):
            hostile.change(operation, check)
        yield hostile, accepted


def company(program: Program, session: SsoSession, url: str) -> Connection:
    source = CompanySource(session, ACCOUNT, "Admin")
    saved = SavedConnection("work", source, Place("us-east-1", url))
    program.services.connections.saved.save(saved)
    return saved.connection


@pytest.mark.timeout(600)
@REFUSED
def test_a_session_that_ends_in_the_middle_of_500_mb_is_renewed_once(
    program: Program,
    center: IdentityCenterServer,
    sso_session: SsoSession,
    s3: CountingS3,
    tmp_path: Path,
) -> None:
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate(500 * MB)
    s3.accepted = {"role-session-token"}
    connection = company(program, sso_session, s3.server.endpoint_url)
    SignInToCompany(sso_session).run(program.context())

    def expire() -> None:
        center.expire_sessions()
        center.roles[ACCOUNT]["Admin"] = RoleKeys("ASIANEW", "new-secret", "new-token")
        s3.accepted = {"new-token"}

    s3.when_received(250 * MB, expire)
    (outcome,) = program.while_person(
        lambda: SignIn(connection).run(program.context()),
        lambda: program.upload(connection, path),
    )
    assert outcome.result is Result.VERIFIED
    assert s3.differences("bucket/large.bin", path) == []
    assert program.pages == 2  # the first sign-in, and one for the renewal
    assert set(program.waiting) == {connection}
    assert program.outages() == [OutageKind.SIGNED_OUT, None]
    assert set(s3.stored.values()) == {1}
    assert len(s3.stored) == -(-500 * MB // USUAL_PART)
    assert 0 < s3.refused <= MOST_PARTS
    # Parts that were on their way when the session ended are sent again, and nothing else.
    assert s3.received - 500 * MB <= s3.refused * USUAL_PART + XML


@REFUSED
def test_ten_uploads_go_on_after_one_sign_in(
    program: Program,
    center: IdentityCenterServer,
    sso_session: SsoSession,
    small_s3: tuple[Hostile, set[str]],
    tmp_path: Path,
) -> None:
    hostile, accepted = small_s3
    connection = company(program, sso_session, hostile.server.endpoint_url)
    SignInToCompany(sso_session).run(program.context())
    accepted.add("role-session-token")
    ListFolder(connection, "bucket").run(program.context())
    renewed_at_the_portal(center, accepted)
    paths = [file_of(tmp_path, f"{n}.txt") for n in range(10)]
    results: list[Outcome] = []

    def upload_all() -> None:
        threads = [
            Thread(target=lambda path=path: results.extend(program.upload(connection, path)))
            for path in paths
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    program.while_person(lambda: SignIn(connection).run(program.context()), upload_all)
    assert [one.result for one in results] == [Result.VERIFIED] * 10
    assert program.pages == 2
    # The browser and everything else that is opened afterwards uses the new session, too.
    assert ListFolder(connection, "bucket").run(program.context()).count == 10


def renewed_at_the_portal(center: IdentityCenterServer, accepted: set[str]) -> None:
    """End the session; after the next sign-in, the role's credentials are others."""
    center.expire_sessions()
    center.roles[ACCOUNT]["Admin"] = RoleKeys("ASIANEW", "new-secret", "new-token")
    accepted.clear()
    accepted.add("new-token")


def file_of(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(name.encode() * 100)
    return path


def test_a_download_goes_on_after_a_sign_in(
    program: Program,
    center: IdentityCenterServer,
    sso_session: SsoSession,
    small_s3: tuple[Hostile, set[str]],
    tmp_path: Path,
) -> None:
    hostile, accepted = small_s3
    hostile.put("a.txt", b"one")
    connection = company(program, sso_session, hostile.server.endpoint_url)
    SignInToCompany(sso_session).run(program.context())
    accepted.add("role-session-token")
    ListFolder(connection, "bucket").run(program.context())
    accepted.clear()

    def sign_in() -> None:
        renewed_at_the_portal(center, accepted)
        SignIn(connection).run(program.context())

    target = tmp_path / "downloads"
    target.mkdir()
    request = DownloadRequest(connection, "bucket", str(target), prefixes=("",))
    summary = program.while_person(sign_in, lambda: DownloadObjects(request).run(program.context()))
    assert not summary.failed
    assert (target / "a.txt").read_bytes() == b"one"
    assert set(program.waiting) == {connection}


def test_a_pasted_key_is_replaced_while_an_upload_waits(
    program: Program, small_s3: tuple[Hostile, set[str]], tmp_path: Path
) -> None:
    hostile, accepted = small_s3
    accepted.add("second")
    saved = SavedConnection(
        "pasted", KeySource("ASIAONE"), Place("us-east-1", hostile.server.endpoint_url)
    )
    SaveConnection(saved, AccessKey("ASIAONE", "secret-1", "first")).run(program.context())

    def replace_key() -> None:
        accepted.add("second")
        SaveConnection(saved, AccessKey("ASIAONE", "secret-2", "second")).run(program.context())

    accepted.clear()
    (outcome,) = program.while_person(
        replace_key,
        lambda: program.upload(saved.connection, file_of(tmp_path, "a.txt")),
    )
    assert outcome.result is Result.VERIFIED


@REFUSED
def test_a_waiting_transfer_opens_no_page_and_keeps_no_sessions(
    program: Program,
    sso_session: SsoSession,
    center: IdentityCenterServer,
    small_s3: tuple[Hostile, set[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody signs in overnight: the probes cost one request each, and no memory."""
    hostile, accepted = small_s3
    connection = company(program, sso_session, hostile.server.endpoint_url)
    SignInToCompany(sso_session).run(program.context())
    accepted.add("role-session-token")
    ListFolder(connection, "bucket").run(program.context())
    center.expire_sessions()
    accepted.clear()
    monkeypatch.setattr("s3enc_gui.aio.outage_gate.FIRST_PROBE", 0.01)
    monkeypatch.setattr("s3enc_gui.aio.outage_gate.MAX_PROBE", 0.01)
    sessions = program.services.aws_sessions
    left = []

    def after_many_probes() -> None:
        while center.requests["credentials"] < 12:
            assert not program.stopped.wait(0.02)
        left.append(len(sessions._open) + len(sessions._replaced))
        renewed_at_the_portal(center, accepted)
        SignIn(connection).run(program.context())

    (outcome,) = program.while_person(
        after_many_probes, lambda: program.upload(connection, file_of(tmp_path, "a.txt"))
    )
    assert outcome.result is Result.VERIFIED
    assert left == [1]
    assert program.pages == 2


@pytest.fixture
def role_profile(isolated_home: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A profile of ~/.aws whose role requires a code."""
    folder = Path(isolated_home, ".aws")
    folder.mkdir(exist_ok=True)
    (folder / "config").write_text(
        f"[profile uploads]\nrole_arn = {ROLE}\nmfa_serial = {DEVICE}\n"
        "source_profile = ana\nregion = us-east-1\n"
        "[profile ana]\naws_access_key_id = AKIAANA\naws_secret_access_key = ana-secret\n"
    )
    monkeypatch.delenv("AWS_CONFIG_FILE", raising=False)
    return "uploads"


MFA_KINDS = ["profile", "saved profile", "saved role"]


def with_mfa(kind: str, program: Program, url: str, profile: str) -> Connection:
    """A connection whose role requires a code."""
    if kind == "profile":
        return Connection(profile=profile, endpoint_url=url)
    place = Place("us-east-1", url)
    if kind == "saved profile":
        saved = SavedConnection("work", ProfileSource(profile), place)
    else:
        role = AssumedRole(ROLE, mfa_serial=DEVICE)
        saved = SavedConnection("work", KeySource("AKIAANA"), place, role)
    key = AccessKey("AKIAANA", "ana-secret") if kind == "saved role" else None
    SaveConnection(saved, key).run(program.context())
    return saved.connection


@pytest.mark.parametrize("kind", MFA_KINDS)
@REFUSED
def test_a_role_that_needs_a_code(
    kind: str,
    program: Program,
    sts: StsServer,
    role_profile: str,
    small_s3: tuple[Hostile, set[str]],
    tmp_path: Path,
) -> None:
    """One code serves all that is open and opened later, until the role's session ends."""
    hostile, accepted = small_s3
    connection = with_mfa(kind, program, hostile.server.endpoint_url, role_profile)
    assert FindSignIn(connection).run(program.context()) == MfaDevice(DEVICE)
    for _ in range(3):  # never RefreshWithMFAUnsupportedError, nor a prompt on the terminal
        with pytest.raises(AppError) as caught:
            ListFolder(connection, "bucket").run(program.context())
        assert caught.value.code == "MfaCodeRequired"

    def enter(code: str) -> None:
        sts.codes.add(code)
        SignIn(connection, mfa_code=f" {code} ").run(program.context())
        accepted.clear()
        accepted.add(sts.tokens[-1])

    enter("111111")
    assert ListFolder(connection, "bucket").run(program.context()).count == 0
    program.services.aws_sessions.forget_all()
    assert ListFolder(connection, "bucket").run(program.context()).count == 0
    assert sts.requests["AssumeRole"] == 1

    # It ends in the middle of the work.
    accepted.clear()
    (outcome,) = program.while_person(
        lambda: enter("222222"), lambda: program.upload(connection, file_of(tmp_path, "a.txt"))
    )
    assert outcome.result is Result.VERIFIED
    assert sts.requests["AssumeRole"] == 2


@pytest.mark.parametrize("kind", MFA_KINDS)
@REFUSED
def test_a_role_session_that_is_about_to_end_needs_another_code(
    kind: str,
    program: Program,
    sts: StsServer,
    role_profile: str,
    small_s3: tuple[Hostile, set[str]],
) -> None:
    hostile, accepted = small_s3
    connection = with_mfa(kind, program, hostile.server.endpoint_url, role_profile)
    sts.seconds = 300  # botocore renews ten minutes before the end
    sts.codes.add("111111")
    SignIn(connection, mfa_code="111111").run(program.context())
    accepted.update(sts.tokens)
    with pytest.raises(AppError) as caught:
        ListFolder(connection, "bucket").run(program.context())
    assert caught.value.code == "MfaCodeRequired"
    assert sts.requests["AssumeRole"] == 1


@pytest.mark.parametrize("kind", MFA_KINDS)
@REFUSED
def test_a_wrong_code_is_said(
    kind: str, program: Program, sts: StsServer, role_profile: str
) -> None:
    connection = with_mfa(kind, program, "http://127.0.0.1:9", role_profile)
    with pytest.raises(AppError, match="MFA code isn't valid"):
        SignIn(connection, mfa_code="999999").run(program.context())
    with pytest.raises(AppError) as caught:
        SignIn(connection).run(program.context())
    assert caught.value.code == "MfaCodeRequired"
    assert sts.requests["AssumeRole"] == 1


@pytest.mark.parametrize("kind", MFA_KINDS)
def test_a_code_entered_in_another_process_lets_an_upload_go_on(
    kind: str,
    program: Program,
    other_program: Program,
    sts: StsServer,
    role_profile: str,
    small_s3: tuple[Hostile, set[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Probes at other times may find that the other process has forgotten the session before.
    monkeypatch.setattr("s3enc_gui.aio.outage_gate.FIRST_PROBE", 2 * PATIENCE)
    hostile, accepted = small_s3
    connection = with_mfa(kind, program, hostile.server.endpoint_url, role_profile)

    def enter(code: str) -> None:
        sts.codes.add(code)
        SignIn(connection, mfa_code=code).run(other_program.context())
        accepted.clear()
        accepted.add(sts.tokens[-1])
        program.services.retry_now()

    enter("111111")
    assert ListFolder(connection, "bucket").run(program.context()).count == 0
    accepted.clear()
    (outcome,) = program.while_person(
        lambda: enter("222222"), lambda: program.upload(connection, file_of(tmp_path, "a.txt"))
    )
    assert outcome.result is Result.VERIFIED


def test_without_a_keyring_a_code_serves_one_process(
    program: Program,
    other_program: Program,
    keyring: FakeKeyring,
    sts: StsServer,
    role_profile: str,
    small_s3: tuple[Hostile, set[str]],
) -> None:
    keyring.error = KeyringLocked()
    hostile, accepted = small_s3
    connection = with_mfa("profile", program, hostile.server.endpoint_url, role_profile)
    sts.codes.add("111111")
    SignIn(connection, mfa_code="111111").run(program.context())
    accepted.update(sts.tokens)
    assert ListFolder(connection, "bucket").run(program.context()).count == 0
    assert FindSignIn(connection).run(other_program.context()) == MfaDevice(DEVICE)
    assert not keyring.entries


@pytest.fixture(params=[AwsSession.botocore_transport, AwsSession.mixed_transport])
def either_transport(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AwsSession, "mixed_transport", request.param)


OBJECTS = 5
READS = ("GetBucketLocation", "ListObjectsV2", "HeadObject", "GetObject")


@contextmanager
def ending(hostile: Hostile, accepted: set[str], first: str) -> Iterator[None]:
    """Refuse all tokens that aren't accepted, as AWS does; none is from the request `first` on."""

    def check(request: Request, work: Callable[[], Any]) -> Any:
        if request.operation == first and "role-session-token" in accepted:
            accepted.clear()
        if request.headers.get("x-amz-security-token") in accepted:
            return work()
        expired = refusal(400, "ExpiredToken", "The provided token has expired.")
        return bare(400) if request.method == "HEAD" else expired

    for operation in (*READS, "CopyObject", "DeleteObject", "DeleteObjects", "GetObjectTagging"):
        hostile.change(operation, check)
    yield


def audit(connection: Connection) -> Any:
    return AuditBucket(connection, AuditScope("bucket", "from/"))


def copy(connection: Connection, *, move: bool = False) -> Any:
    plan = CopyPlan("bucket", Destination("bucket", "to/"), prefixes=("from/",), move=move)
    return CopyObjects(connection, plan)


def move(connection: Connection) -> Any:
    return copy(connection, move=True)


def delete(connection: Connection) -> Any:
    return DeleteObjects(connection, "bucket", prefixes=("from/",))


def scan(connection: Connection) -> Any:
    listed = tuple(ListedObject(f"from/{number}.txt", 7, None, "e") for number in range(OBJECTS))
    return ReadStatuses(connection, "bucket", listed)


WORK = [
    (audit, "HeadObject"),
    (audit, "ListObjectsV2"),
    (copy, "ListObjectsV2"),
    (copy, "HeadObject"),
    (copy, "CopyObject"),
    (move, "CopyObject"),
    (move, "DeleteObject"),
    (delete, "ListObjectsV2"),
    (delete, "DeleteObjects"),
    (scan, "HeadObject"),
]


@pytest.mark.usefixtures("either_transport")
@pytest.mark.parametrize(("job", "first"), WORK)
def test_other_work_goes_on_after_a_sign_in(
    job: Callable[[Connection], Any],
    first: str,
    program: Program,
    center: IdentityCenterServer,
    sso_session: SsoSession,
    hostile_bucket: tuple[Hostile, set[str]],
) -> None:
    hostile, accepted = hostile_bucket
    for number in range(OBJECTS):
        hostile.put(f"from/{number}.txt", b"content")
    connection = company(program, sso_session, hostile.server.endpoint_url)
    SignInToCompany(sso_session).run(program.context())
    accepted.add("role-session-token")
    ListFolder(connection, "bucket").run(program.context())

    def sign_in() -> None:
        renewed_at_the_portal(center, accepted)
        SignIn(connection).run(program.context())

    with ending(hostile, accepted, first):
        result = program.while_person(sign_in, lambda: job(connection).run(program.context()))
    assert program.outages() == [OutageKind.SIGNED_OUT, None]
    assert set(program.waiting) == {connection}
    assert program.pages == 2
    targets = [key for key in hostile.objects if key.startswith("to/")]
    sources = [key for key in hostile.objects if key.startswith("from/")]
    if job is audit:
        assert result.report.summary.objects == OBJECTS
        assert not any(isinstance(event, AuditResumed) for event in program.reports)
    elif job is scan:
        statuses = [one for event in program.reports for one in getattr(event, "statuses", ())]
        assert [status.kind for _, status in statuses] == [StatusKind.SSE_S3] * OBJECTS
    elif job is delete:
        assert (result.count, result.failed, sources) == (OBJECTS, 0, [])
    else:
        assert result.counts == {Result.VERIFIED: OBJECTS}
        assert len(targets) == OBJECTS
        assert len(sources) == (0 if job is move else OBJECTS)


@pytest.mark.parametrize("job", [audit, copy, delete, scan])
def test_work_that_waits_is_canceled_at_once(
    job: Callable[[Connection], Any],
    program: Program,
    center: IdentityCenterServer,
    sso_session: SsoSession,
    hostile_bucket: tuple[Hostile, set[str]],
) -> None:
    """The next attempt would be made after half a minute."""
    hostile, accepted = hostile_bucket
    for number in range(OBJECTS):
        hostile.put(f"from/{number}.txt", b"content")
    connection = company(program, sso_session, hostile.server.endpoint_url)
    SignInToCompany(sso_session).run(program.context())
    accepted.add("role-session-token")

    def run() -> Any:
        try:
            return job(connection).run(program.context())
        except Cancelled:
            return None

    first = "HeadObject" if job in (audit, scan) else "ListObjectsV2"
    with ending(hostile, accepted, first):
        result = program.while_person(program.stopped.set, run)
    assert result is None or not result.complete
    assert len(hostile.objects) == OBJECTS
    assert program.outages()[-1] is None


@pytest.fixture
def botocore_caches(isolated_home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where botocore looks for tokens; it finds out when it is imported."""
    from botocore.credentials import SSOProvider
    from botocore.tokens import SSOTokenProvider

    monkeypatch.delenv("AWS_CONFIG_FILE", raising=False)
    folder = Path(isolated_home, ".aws")
    folder.mkdir(exist_ok=True)
    for provider in (SSOProvider, SSOTokenProvider):
        monkeypatch.setattr(provider, "_SSO_TOKEN_CACHE_DIR", str(folder / "sso" / "cache"))


@REFUSED
def test_an_upload_with_a_profile_of_the_aws_cli_goes_on(
    program: Program,
    center: IdentityCenterServer,
    sso_session: SsoSession,
    small_s3: tuple[Hostile, set[str]],
    botocore_caches: None,
    isolated_home: str,
    tmp_path: Path,
) -> None:
    """botocore's own credentials of `sso_session` keep their token until it expires."""
    Path(isolated_home, ".aws", "config").write_text(
        f"[profile p]\nsso_session = company\nsso_account_id = {ACCOUNT}\nsso_role_name = Admin\n"
        f"[sso-session company]\nsso_start_url = {sso_session.start_url}\n"
        f"sso_region = {sso_session.region}\n"
    )
    hostile, accepted = small_s3
    connection = Connection(
        profile="p", region="us-east-1", endpoint_url=hostile.server.endpoint_url
    )
    assert FindSignIn(connection).run(program.context()) == sso_session
    SignIn(connection).run(program.context())
    accepted.add("role-session-token")
    assert ListFolder(connection, "bucket").run(program.context()).count == 0
    renewed_at_the_portal(center, accepted)
    (outcome,) = program.while_person(
        lambda: SignIn(connection).run(program.context()),
        lambda: program.upload(connection, file_of(tmp_path, "a.txt")),
    )
    assert outcome.result is Result.VERIFIED
    assert ListFolder(connection, "bucket").run(program.context()).count == 1
    assert program.pages == 2


def test_an_upload_with_a_console_profile_goes_on(
    program: Program,
    console: ConsoleServer,
    small_s3: tuple[Hostile, set[str]],
    botocore_caches: None,
    isolated_home: str,
    tmp_path: Path,
) -> None:
    """The session is ended by the server: the file's credentials look valid for 15 minutes."""
    Path(isolated_home, ".aws", "config").write_text(
        f"[profile p]\nlogin_session = {ARN}\nregion = us-east-1\n"
    )
    hostile, accepted = small_s3
    connection = Connection(
        profile="p", region="us-east-1", endpoint_url=hostile.server.endpoint_url
    )

    def sign_in() -> None:
        SignIn(connection).run(program.context())
        token = program.services.connections.console.load(ARN)
        assert token
        accepted.clear()
        accepted.add(token.session_token)

    sign_in()
    assert ListFolder(connection, "bucket").run(program.context()).count == 0
    accepted.clear()
    (outcome,) = program.while_person(
        sign_in, lambda: program.upload(connection, file_of(tmp_path, "a.txt"))
    )
    assert outcome.result is Result.VERIFIED
    assert program.pages == 2


@pytest.mark.parametrize("profile", ["p", pytest.param("r", marks=REFUSED)])
def test_a_console_profile_is_renewed_by_one_process_at_a_time(
    profile: str,
    program: Program,
    console: ConsoleServer,
    sts: StsServer,
    small_s3: tuple[Hostile, set[str]],
    botocore_caches: None,
    isolated_home: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """botocore's own renewal; a refresh token that two processes use ends the sign-in."""
    Path(isolated_home, ".aws", "config").write_text(
        f"[profile p]\nlogin_session = {ARN}\nregion = us-east-1\n"
        f"[profile r]\nrole_arn = {ROLE}\nsource_profile = p\nregion = us-east-1\n"
    )
    hostile, _accepted = small_s3
    url = hostile.server.endpoint_url
    SignIn(Connection(profile="p", region="us-east-1", endpoint_url=url)).run(program.context())
    tokens = program.services.connections.console
    token = tokens.load(ARN)
    assert token
    tokens.save(ARN, replace(token, expires_at=datetime.now(UTC) + timedelta(minutes=1)))
    program.services.aws_sessions.forget_all()
    asked, before = Event(), console.requests.total()

    def noted(path: Path, timeout: float) -> Any:
        asked.set()
        return file_lock.locked(path, timeout)

    def load() -> None:
        with suppress(AppError):  # the role's session is refused
            session.load_credentials()

    connection = Connection(profile=profile, region="us-east-1", endpoint_url=url)
    session = program.services.aws_session(connection)
    thread = Thread(target=load)
    with tokens.locked(ARN):
        monkeypatch.setattr("s3enc_gui.store.connections.locks.locked", noted)
        thread.start()
        assert asked.wait(PATIENCE)
        tokens.save(ARN, replace(token, access_key="ASIARENEWED"))  # by another process
    thread.join()
    assert console.requests.total() == before
