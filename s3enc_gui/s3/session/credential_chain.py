"""botocore's credential chain, without what a desktop program must not do: see `adapt_chain`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from s3enc_gui.s3.session.credential_process import start_process
from s3enc_gui.s3.sign_in.mfa_session import MfaSession, code_required
from s3enc_gui.s3.sign_in.session_credentials import unexpired

_REFRESHER = "_refresh"  # of create_mfa_serial_refresher's class


def adapt_chain(core: Any, mfa: MfaSession | None) -> None:  # noqa: ANN401 - botocore's session is untyped
    """Let the profiles of a session take MFA codes from `mfa`, and run programs with a time limit.

    botocore asks for the code on the terminal (getpass), at most once for each session, and raises
    RefreshWithMFAUnsupportedError afterwards. It waits for a `credential_process` forever. Call it
    when the session's profile is set, before the credentials are loaded.
    """
    resolver = core.get_component("credential_provider")
    roles = resolver.get_provider("assume-role")
    _take_codes(roles, mfa)
    resolver.get_provider("custom-process")._popen = start_process  # noqa: SLF001 - no public way
    builder = roles._profile_provider_builder  # noqa: SLF001 - as above
    builder._create_process_provider = _limited(builder._create_process_provider)  # noqa: SLF001 - as above


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
