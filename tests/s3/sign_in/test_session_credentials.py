"""Credentials of a sign-in renew themselves, and say when the user is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from s3enc_gui.domain.connections.sign_in import SsoSession, SsoToken
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.s3.sign_in.access_portal import AccessPortal
from s3enc_gui.s3.sign_in.clients import unsigned_client
from s3enc_gui.s3.sign_in.session_credentials import company_role, console_session, refreshable
from s3enc_gui.store.connections.login_cache import LoginCache
from s3enc_gui.store.connections.sso_cache import SsoCache
from tests.s3.sign_in.test_console import sign_in as sign_in_to_console
from tests.s3.sign_in.test_identity_center import sign_in
from tests.servers.sign_in import Browser, ConsoleServer, IdentityCenterServer, RoleKeys

ACCOUNT = "111122223333"


@pytest.fixture
def sso(tmp_path: Path) -> SsoCache:
    return SsoCache(tmp_path / "sso")


@pytest.fixture
def login(tmp_path: Path) -> LoginCache:
    return LoginCache(tmp_path / "login")


@pytest.fixture
def signed_in(
    center: IdentityCenterServer, sso_session: SsoSession, user_browser: Browser, sso: SsoCache
) -> SsoToken:
    token = sign_in(sso_session, user_browser.open)
    sso.save(sso_session, token)
    del center
    return token


def expired(token: SsoToken) -> SsoToken:
    return replace(token, expires_at=datetime.now(UTC) - timedelta(minutes=1))


def test_a_role_s_credentials_come_from_the_token(
    center: IdentityCenterServer, sso_session: SsoSession, sso: SsoCache, signed_in: SsoToken
) -> None:
    credentials = refreshable(company_role(sso_session, ACCOUNT, "Admin", sso), "sso")
    frozen = credentials.get_frozen_credentials()
    assert (frozen.access_key, frozen.secret_key) == ("ASIAADMIN", "admin-secret")
    credentials.get_frozen_credentials()
    assert center.requests["credentials"] == 1
    assert center.requests["token"] == 1


def test_an_expired_token_is_refreshed_once_by_many(
    center: IdentityCenterServer, sso_session: SsoSession, sso: SsoCache, signed_in: SsoToken
) -> None:
    sso.save(sso_session, expired(signed_in))
    center.expire_tokens()
    start = Barrier(8)

    def fetch() -> None:
        start.wait()
        company_role(sso_session, ACCOUNT, "Admin", SsoCache(sso._folder))()

    threads = [Thread(target=fetch) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert center.requests["credentials"] == 8
    assert center.requests["token"] == 2  # the sign-in, and one refresh
    renewed = sso.load(sso_session)
    assert renewed
    assert renewed.access_token != signed_in.access_token


def test_an_ended_session_needs_the_user(
    center: IdentityCenterServer, sso_session: SsoSession, sso: SsoCache, signed_in: SsoToken
) -> None:
    sso.save(sso_session, expired(signed_in))
    center.expire_sessions()
    with pytest.raises(AppError) as caught:
        company_role(sso_session, ACCOUNT, "Admin", sso)()
    assert caught.value.code == "UnauthorizedSSOTokenError"
    assert outage_kind_of(caught.value) is OutageKind.SIGNED_OUT


def test_a_revoked_token_needs_the_user(
    center: IdentityCenterServer, sso_session: SsoSession, sso: SsoCache, signed_in: SsoToken
) -> None:
    center.expire_sessions()
    with pytest.raises(AppError) as caught:
        company_role(sso_session, ACCOUNT, "Admin", sso)()
    assert outage_kind_of(caught.value) is OutageKind.SIGNED_OUT


def test_without_a_sign_in_the_user_is_needed(sso_session: SsoSession, sso: SsoCache) -> None:
    with pytest.raises(AppError) as caught:
        company_role(sso_session, ACCOUNT, "Admin", sso)()
    assert caught.value.code == "SSOTokenLoadError"


@pytest.mark.expects_log("Refreshing temporary credentials failed")
def test_credentials_that_have_expired_when_they_arrive(
    center: IdentityCenterServer, sso_session: SsoSession, sso: SsoCache, signed_in: SsoToken
) -> None:
    """botocore raises RuntimeError: the clock of this computer is wrong."""
    center.roles[ACCOUNT]["Admin"] = RoleKeys("a", "b", seconds=-60)
    credentials = refreshable(company_role(sso_session, ACCOUNT, "Admin", sso), "sso")
    with pytest.raises(AppError) as caught:
        credentials.get_frozen_credentials()
    assert outage_kind_of(caught.value) is OutageKind.CLOCK


def test_a_server_that_is_down_is_an_outage_not_the_end(
    center: IdentityCenterServer, sso_session: SsoSession, sso: SsoCache, signed_in: SsoToken
) -> None:
    sso.save(sso_session, expired(signed_in))
    center.answers["token"] = (503, b"", "text/plain")
    with pytest.raises(AppError) as caught:
        company_role(sso_session, ACCOUNT, "Admin", sso)()
    assert outage_kind_of(caught.value) not in (None, OutageKind.SIGNED_OUT)
    center.answers.clear()
    assert company_role(sso_session, ACCOUNT, "Admin", sso)()["access_key"] == "ASIAADMIN"


def test_a_role_that_is_not_assigned(
    sso_session: SsoSession, sso: SsoCache, signed_in: SsoToken
) -> None:
    with pytest.raises(AppError, match="account or role"):
        company_role(sso_session, ACCOUNT, "Other", sso)()


def test_accounts_and_roles_of_all_pages(
    center: IdentityCenterServer, sso_session: SsoSession, signed_in: SsoToken
) -> None:
    center.roles = {
        f"{n:012}": {f"Role{m}": RoleKeys("a", "b") for m in range(5)} for n in range(5)
    }
    center.names = {f"{n:012}": name for n, name in enumerate("edcba")}
    portal = AccessPortal(unsigned_client("sso", sso_session.region), signed_in.access_token)
    assert [account.name for account in portal.accounts()] == list("abcde")
    assert portal.roles("000000000000") == [f"Role{n}" for n in range(5)]


def test_signing_out_ends_this_session(
    sso_session: SsoSession, sso: SsoCache, signed_in: SsoToken
) -> None:
    AccessPortal(unsigned_client("sso", sso_session.region), signed_in.access_token).sign_out()
    with pytest.raises(AppError):
        company_role(sso_session, ACCOUNT, "Admin", sso)()


def test_botocore_reads_and_refreshes_our_token_file(
    center: IdentityCenterServer,
    sso_session: SsoSession,
    signed_in: SsoToken,
    sso: SsoCache,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The AWS CLI reads the same files by the same code."""
    import botocore.session
    from botocore.tokens import SSOTokenProvider
    from botocore.utils import JSONFileCache

    config = tmp_path / "config"
    config.write_text(
        f"[profile p]\nsso_session = company\nsso_account_id = {ACCOUNT}\nsso_role_name = Admin\n"
        f"[sso-session company]\nsso_start_url = {sso_session.start_url}\n"
        f"sso_region = {sso_session.region}\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    core = botocore.session.Session(profile="p")
    provider = SSOTokenProvider(core, cache=JSONFileCache(str(sso._folder)), profile_name="p")
    assert provider.load_token().get_frozen_token().token == signed_in.access_token
    sso.save(sso_session, expired(signed_in))
    provider = SSOTokenProvider(core, cache=JSONFileCache(str(sso._folder)), profile_name="p")
    token = provider.load_token().get_frozen_token().token
    loaded = sso.load(sso_session)
    assert loaded
    assert loaded.access_token == token != signed_in.access_token
    assert center.requests["token"] == 2


def test_console_credentials_renew_themselves(
    console: ConsoleServer, user_browser: Browser, login: LoginCache
) -> None:
    arn, token = sign_in_to_console(user_browser.open)
    login.save(arn, token)
    fetch = console_session(arn, "eu-west-1", login)
    assert fetch()["access_key"] == "ASIACONSOLE"
    assert console.requests["token"] == 1
    login.save(arn, replace(token, expires_at=datetime.now(UTC)))
    fetch()
    assert console.requests["token"] == 2
    login.save(arn, replace(token, expires_at=datetime.now(UTC)))  # its refresh token is used up
    with pytest.raises(AppError) as caught:
        fetch()
    assert caught.value.code == "LoginRefreshRequired"
    assert outage_kind_of(caught.value) is OutageKind.SIGNED_OUT


def test_botocore_reads_and_renews_our_console_file(
    console: ConsoleServer, user_browser: Browser, login: LoginCache
) -> None:
    import botocore.session
    from botocore.credentials import LoginProvider
    from botocore.utils import JSONFileCache

    arn, token = sign_in_to_console(user_browser.open)
    login.save(arn, replace(token, expires_at=datetime.now(UTC)))
    provider = LoginProvider(
        lambda: {"profiles": {"p": {"login_session": arn}}},
        botocore.session.Session().create_client,
        "p",
        JSONFileCache(str(login._folder)),
    )
    loaded = provider.load()
    assert loaded
    frozen = loaded.get_frozen_credentials()
    assert frozen.secret_key == "console-secret"
    renewed = login.load(arn)
    assert renewed
    assert renewed.refresh_token != token.refresh_token
    assert console.requests["token"] == 2


def test_without_a_console_sign_in_the_user_is_needed(login: LoginCache) -> None:
    with pytest.raises(AppError) as caught:
        console_session("arn:aws:iam::1:user/x", "eu-west-1", login)()
    assert caught.value.code == "LoginTokenLoadError"
    assert outage_kind_of(caught.value) is OutageKind.SIGNED_OUT
