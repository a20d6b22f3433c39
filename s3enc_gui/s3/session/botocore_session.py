"""Opens the botocore session of a connection: which profile, which keys.

Its clients are those of boto3, which adds transfers and resources that aren't used here, and takes
twice as long to load.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import NoCredentialsError

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import AssumedRole
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.s3.service_models import prepare_loading
from s3enc_gui.s3.session.aws_files import (
    expanded,
    read_aws_file,
    referred,
    use_tolerant_reading,
)
from s3enc_gui.s3.session.credential_chain import adapt_chain, no_code
from s3enc_gui.s3.session.pasted_text import tidied, tidy_environment
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.s3.sign_in.assumed_role import assume
from s3enc_gui.s3.sign_in.mfa_session import MfaSession
from s3enc_gui.s3.sign_in.session_credentials import refreshable

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_FILES = ("config_file", "credentials_file")  # botocore's variables
_PROFILES = ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")  # the first one that is set is used


def open_session(connection: Connection, source: SessionSource) -> Any:  # noqa: ANN401 - botocore's session is untyped
    """Open a session with the credentials of a source, or with botocore's chain.

    An anonymous connection needs no keys; a profile that it names must exist.

    Keys that are given explicitly, in memory or in variables, are used whatever the files and
    AWS_PROFILE say. Raises AppError where the profile doesn't exist or can't be read.
    """
    import botocore.session  # slow to load: the window opens first

    from s3enc_gui.s3.network.botocore_network import install

    install()
    tidy_environment()
    use_tolerant_reading()
    core: Any = botocore.session.Session()
    variable = None if connection.profile else _profile_variable()
    name = connection.profile or (os.environ[variable] if variable else "default")
    exists = name in core.available_profiles
    in_variables = not connection.profile and all(map(os.environ.get, KEYS[:2]))
    given = source.is_given
    needs_profile = not (given or in_variables or connection.anonymous)
    if not exists and (connection.profile or (variable and needs_profile)):
        raise _not_found(core, name, variable)
    if needs_profile:
        _check_lines(core, name)
    if variable and (given or not exists):
        core.get_component("config_store").set_config_variable("profile", None)
    _configure(core, connection, source.keys)
    prepare_loading(core)
    if needs_profile:
        adapt_chain(core, source.mfa, source.login_lock)
    if source.credentials:
        core._credentials = source.credentials()  # noqa: SLF001 - no public way
    if source.role:
        core._credentials = _with_role(core, connection, source.role, source.mfa)  # noqa: SLF001 - as above
    return core


def _configure(core: Any, connection: Connection, keys: Mapping[str, str]) -> None:  # noqa: ANN401 - as above
    if connection.profile:
        core.set_config_variable("profile", connection.profile)
    region = connection.region or os.environ.get("AWS_REGION")
    if region is not None:
        core.set_config_variable("region", region)
    given = [tidied(keys[key]) if key in keys else None for key in KEYS]
    if any(given):
        core.set_credentials(*given)
    for used, setting in (
        (connection.fips, "use_fips_endpoint"),
        (connection.dual_stack, "use_dualstack_endpoint"),
    ):
        if used:  # for all clients, also those that the credential chain makes
            core.set_config_variable(setting, True)


def _with_role(
    core: Any,  # noqa: ANN401 - botocore's session is untyped
    connection: Connection,
    role: AssumedRole,
    mfa: MfaSession | None,
) -> Any:  # noqa: ANN401 - as above
    """Return the credentials of a role that is assumed with the session's own."""
    own = core.get_credentials()

    def fetch() -> dict[str, Any]:
        if own is None:
            raise NoCredentialsError
        access_key, secret_key, token = own.get_frozen_credentials()[:3]
        client = core.create_client(
            "sts",
            region_name=core.get_config_variable("region") or "us-east-1",
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            aws_session_token=token,
            verify=connection.ca_bundle,
        )
        try:
            return assume(client, role, mfa.take if mfa else no_code)
        finally:
            client.close()

    if role.mfa_serial and mfa:
        fetch = mfa.kept(f"{role.arn} {role.mfa_serial}", fetch)
    return refreshable(fetch, "assume-role")


def _profile_variable() -> str | None:
    return next((one for one in _PROFILES if one in os.environ), None)


def file_paths(core: Any) -> list[Path]:  # noqa: ANN401 - botocore's session is untyped
    """Return the paths of the config file and the credentials file."""
    return [expanded(core.get_config_variable(name)) for name in _FILES]


def _not_found(core: Any, name: str, variable: str | None) -> AppError:  # noqa: ANN401 - as above
    config, credentials = map(str, file_paths(core))
    values = {"name": name, "config": config, "credentials": credentials, "variable": variable}
    title, code = text("The profile doesn't exist"), "ProfileNotFound"
    if variable is None:
        return AppError(
            title,
            text("“{name}” is in neither {config} nor {credentials}.", **values),
            text("Choose another connection."),
            code=code,
        )
    return AppError(
        title,
        text(
            "{variable} names the profile “{name}”. It is in neither {config} nor {credentials}.",
            **values,
        ),
        text("Correct or unset {variable}, or choose another connection.", variable=variable),
        code=code,
    )


def _check_lines(core: Any, profile: str) -> None:  # noqa: ANN401 - as above
    """Raise AppError for a line of the profile, or of one that it refers to, that can't be read.

    The line isn't quoted: it may hold a secret.
    """
    files = [read_aws_file(path) for path in file_paths(core)]
    names = referred(profile, files)
    for file in files:
        for line in file.unreadable:
            if not line.section or line.owner in names:
                raise AppError(
                    text("The AWS configuration can't be read"),
                    text(
                        "{path}, line {number}, isn't a setting (name = value).",
                        path=str(line.path),
                        number=line.number,
                    ),
                    text("Open the file and correct it, or choose another connection."),
                    code="ConfigParseError",
                )
