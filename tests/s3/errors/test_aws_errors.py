"""Every error that AWS documents or was seen to send becomes what happened and what to do."""

from __future__ import annotations

import re

import pytest
from botocore import exceptions as be

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.messages.remedies import Remedy, remedy_of
from s3enc_gui.s3.errors.messages.lookup import by_status
from s3enc_gui.s3.errors.translation import app_error
from tests.s3.errors.aws_errors import BUCKET, FILE, REPORT, ROWS, Row
from tests.s3.errors.encryption_change_errors import CHANGE_ROWS

FALLBACKS = {str(by_status(status).title) for status in (0, 400)}


def error_of(row: Row) -> AppError:
    return app_error(row.error, bucket=BUCKET, key=FILE, **row.about)


@pytest.mark.parametrize(
    "row",
    [*ROWS, *CHANGE_ROWS],
    ids=lambda row: f"{row.service}-{row.operation}-{row.code}-{row.message[:30]}",
)
def test_what_the_user_reads(row: Row) -> None:
    error = error_of(row)
    assert row.title in error.title
    assert row.hint in error.command_hint
    assert error.title not in FALLBACKS
    assert error.code == row.code
    assert error.detail
    said = " ".join(row.message.split()).rstrip(".")
    assert said in error.detail or said in ("", "Access Denied")
    assert remedy_of(error) is row.remedy
    assert (
        {one.action for one in error.denial.permissions} == set(row.lacks)
        if error.denial
        else (not row.lacks)
    )


SIGN_IN, EDIT = Remedy.SIGN_IN, Remedy.EDIT_CONNECTION
URL = "https://s3.eu-west-1.amazonaws.com/"
NOT_SIGNED_IN, EXPIRED = "You aren't signed in", "Your credentials have expired"
NETWORK = "Check the network connection"

# What botocore raises by itself: the exception, title, hint and remedy.
EXCEPTIONS: tuple[tuple[Exception, str, str, Remedy | None], ...] = (
    (be.NoCredentialsError(), NOT_SIGNED_IN, "Sign in", SIGN_IN),
    (
        be.PartialCredentialsError(provider="shared", cred_var="aws_secret_access_key"),
        "The profile is incomplete",
        "Add the missing setting",
        EDIT,
    ),
    (
        be.CredentialRetrievalError(provider="custom-process", error_msg="It said no."),
        "The sign-in failed",
        "Check how the profile gets its credentials.",
        SIGN_IN,
    ),
    (be.ProfileNotFound(profile="ann"), "The profile doesn't exist", "another connection", EDIT),
    (
        be.ConfigParseError(path="/home/ann/.aws/config"),
        "The AWS configuration can't be read",
        "Open the file",
        None,
    ),
    (
        be.ConfigNotFound(path="/home/ann/.aws/config"),
        "The AWS configuration can't be read",
        "Open the file",
        None,
    ),
    (be.NoRegionError(), "No Region is selected", "Choose a Region (--region).", EDIT),
    (
        be.SSOTokenLoadError(error_msg="Token for corp does not exist"),
        NOT_SIGNED_IN,
        "Sign in",
        SIGN_IN,
    ),
    (be.UnauthorizedSSOTokenError(), EXPIRED, "Sign in again", SIGN_IN),
    (
        be.TokenRetrievalError(provider="sso", error_msg="Token has expired and refresh failed"),
        EXPIRED,
        "Sign in again",
        SIGN_IN,
    ),
    (be.LoginRefreshRequired(), EXPIRED, "Sign in again", SIGN_IN),
    (be.LoginTokenLoadError(error_msg="no session"), NOT_SIGNED_IN, "Sign in", SIGN_IN),
    (
        be.LoginInsufficientPermissions(),
        "You don't have permission to sign in this way",
        "Ask your administrator",
        SIGN_IN,
    ),
    (be.LoginError(), "The sign-in failed", "Sign in again", SIGN_IN),
    (
        be.MissingDependencyException(msg="awscrt"),
        "The installation is incomplete",
        "Install S3enc again.",
        None,
    ),
    (
        be.RefreshWithMFAUnsupportedError(),
        "A new MFA code is required",
        "Sign in again",
        SIGN_IN,
    ),
    (
        be.InfiniteLoopConfigError(source_profile="a", visited_profiles=["a"]),
        "The profile refers to itself",
        "ask your administrator",
        EDIT,
    ),
    (
        be.InvalidConfigError(error_msg="The source_profile is not there"),
        "The profile isn't set up correctly",
        "ask your administrator",
        EDIT,
    ),
    (be.EndpointConnectionError(endpoint_url=URL), "The server can't be reached", NETWORK, None),
    (be.ConnectTimeoutError(endpoint_url=URL), "The server can't be reached", NETWORK, None),
    (be.ReadTimeoutError(endpoint_url=URL), "The server timed out", NETWORK, None),
    (be.ConnectionClosedError(endpoint_url=URL), "The connection was interrupted", NETWORK, None),
    (be.ResponseStreamingError(error="reset"), "The connection was interrupted", NETWORK, None),
    (
        be.IncompleteReadError(actual_bytes=1, expected_bytes=2),
        "The connection was interrupted",
        NETWORK,
        None,
    ),
    (be.HTTPClientError(error="odd"), "The connection was interrupted", NETWORK, None),
    (
        be.ProxyConnectionError(proxy_url="http://proxy:3128"),
        "The proxy can't be reached",
        "Check the proxy",
        None,
    ),
    (
        be.SSLError(endpoint_url=URL, error=ValueError("certificate verify failed")),
        "The server's certificate isn't trusted",
        "(--ca-bundle)",
        None,
    ),
    (be.ParamValidationError(report="Unknown parameter"), "A value can't be sent", REPORT, None),
    (
        be.FlexibleChecksumError(error_msg="Expected checksum a did not match b"),
        "The downloaded content differs from the object",
        "Try again.",
        None,
    ),
)


@pytest.mark.parametrize(
    ("exception", "title", "hint", "remedy"), EXCEPTIONS, ids=lambda one: type(one).__name__
)
def test_what_the_user_reads_without_a_response(
    exception: Exception, title: str, hint: str, remedy: Remedy | None
) -> None:
    error = app_error(exception)
    assert error.title == title
    assert hint in error.command_hint
    assert error.code == type(exception).__name__
    assert remedy_of(error) is remedy
    assert error.detail
    assert not re.search(r"\baws (?:sso )?login", f"{error.detail} {error.command_hint}")
