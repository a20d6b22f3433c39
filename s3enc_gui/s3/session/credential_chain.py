"""botocore's credential chain, without what a desktop program must not do: see `adapt_chain`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from s3enc_gui.s3.session.credential_process import start_process
from s3enc_gui.s3.sign_in.mfa_session import MfaSession, code_required
from s3enc_gui.s3.sign_in.session_credentials import unexpired

_REFRESHER = "_refresh"  # of create_mfa_serial_refresher's class


LoginLock = Callable[[str], AbstractContextManager[None]]
"""Returns the lock of a console sign-in, by its ARN."""


def adapt_chain(
    core: Any,  # noqa: ANN401 - botocore's session is untyped
    mfa: MfaSession | None,
    login_lock: LoginLock | None = None,
) -> None:
    """Let the profiles of a session take MFA codes from `mfa`, and run programs with a time limit.

    Console sign-ins are renewed under `login_lock`: their refresh token can be used once, and
    botocore has no lock. It reads the file again, so that what another process renewed is used.
    botocore asks for the code on the terminal (getpass), at most once for each session, and raises
    RefreshWithMFAUnsupportedError afterwards. It waits for a `credential_process` forever. Call it
    when the session's profile is set, before the credentials are loaded.
    """
    resolver = core.get_component("credential_provider")
    roles = resolver.get_provider("assume-role")
    _take_codes(roles, mfa)
    resolver.get_provider("custom-process")._popen = start_process  # noqa: SLF001 - no public way
    builder = roles._profile_provider_builder  # noqa: SLF001 - as above
    if login_lock is not None:
        _renew_under(login_lock, resolver.get_provider("login"))
        create = builder._create_login_provider  # noqa: SLF001 - as above
        builder._create_login_provider = lambda name: _renew_under(login_lock, create(name))  # noqa: SLF001 - as above
    builder._create_process_provider = _limited(builder._create_process_provider)  # noqa: SLF001 - as above


def _renew_under(lock: LoginLock, provider: Any) -> Any:  # noqa: ANN401 - as above
    """Return a provider of console sign-ins whose credentials are renewed under a lock."""
    load = provider.load

    def load_guarded() -> Any:  # noqa: ANN401 - as above
        credentials = load()
        if credentials is None:
            return None
        profiles = provider._load_config()["profiles"]  # noqa: SLF001 - as above
        session_arn = profiles[provider._profile_name]["login_session"]  # noqa: SLF001 - as above
        renew = credentials._refresh_using  # noqa: SLF001 - as above

        def renew_guarded() -> Any:  # noqa: ANN401 - as above
            with lock(session_arn):
                return renew()

        credentials._refresh_using = renew_guarded  # noqa: SLF001 - as above
        return credentials

    provider.load = load_guarded
    return provider


def no_code() -> str:
    """Raise AppError: there is no code for this session."""
    raise code_required()


def _take_codes(roles: Any, mfa: MfaSession | None) -> None:  # noqa: ANN401 - as above
    load = roles._load_creds_via_assume_role  # noqa: SLF001 - as above

    def load_renewable(profile: str) -> Any:  # noqa: ANN401 - as above
        credentials = load(profile)
        fetch = credentials._refresh_using  # noqa: SLF001 - as above
        if (repeatable := getattr(fetch, _REFRESHER, None)) is not None:
            fetch = mfa.kept(profile, repeatable) if mfa else repeatable
        credentials._refresh_using = unexpired(fetch)  # noqa: SLF001 - as above
        return credentials

    roles._prompter = lambda _prompt: mfa.take() if mfa else no_code()  # noqa: SLF001 - as above
    roles._load_creds_via_assume_role = load_renewable  # noqa: SLF001 - as above


def _limited(create: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return what creates the provider of a `source_profile` likewise."""

    def limited(profile_name: str) -> Any:  # noqa: ANN401 - as above
        provider = create(profile_name)
        provider._popen = start_process  # noqa: SLF001 - as above
        return provider

    return limited
