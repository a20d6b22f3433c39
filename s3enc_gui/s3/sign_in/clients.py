"""boto3's clients for signing in: without credentials, in the Region of the sign-in."""

from __future__ import annotations

from binascii import Error as Base64Error
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from s3enc_gui.s3.errors.translation import translated, unreadable

SERVICE = "the AWS sign-in"


@contextmanager
def answered() -> Iterator[None]:
    """Raise AppError for a refusal, and for a response that can't be read.

    A response may be valid JSON of another shape: botocore's parser then raises AttributeError, and
    reading its fields one of the others.
    """
    try:
        with translated():
            yield
    except (LookupError, TypeError, AttributeError, OverflowError, Base64Error) as error:
        raise unreadable(SERVICE) from error


def unsigned_client(service: str, region: str) -> Any:  # noqa: ANN401 - no type stubs
    """Return the client of "sso-oidc", "sso" or "signin" in a Region. Raises AppError.

    Its session knows no profile, so that a damaged `~/.aws/config` can't prevent a sign-in. The
    variables AWS_ENDPOINT_URL_SSO_OIDC, AWS_ENDPOINT_URL_SSO and AWS_ENDPOINT_URL_SIGNIN are
    honored.
    """
    import botocore.session
    from botocore import UNSIGNED
    from botocore.config import Config

    from s3enc_gui.s3.network.botocore_network import install

    install()
    with translated():
        core = botocore.session.Session(session_vars={"profile": (None, None, None, None)})
        core.set_config_variable("region", region)
        return core.create_client(
            service,
            region_name=region,
            config=Config(
                signature_version=UNSIGNED,
                connect_timeout=10,
                read_timeout=30,
                retries={"mode": "standard", "total_max_attempts": 3},
            ),
        )
