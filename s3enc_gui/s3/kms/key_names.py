"""Which names of KMS keys a session's server can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3enc_gui.domain.keys.kms_key import KeyReference, check_name, parse_key_reference
from s3enc_gui.s3.endpoints import is_amazon

if TYPE_CHECKING:
    from s3enc_gui.s3.session.aws_session import AwsSession


def parsed_for(aws_session: AwsSession, name: str) -> KeyReference:
    """Parse the name of a key of the session's server. Raises AppError if it can't have it."""
    reference = parse_key_reference(name)
    check_for(aws_session, reference)
    return reference


def check_for(aws_session: AwsSession, reference: KeyReference) -> None:
    """Raise AppError if the session's server can't have a key of this name.

    The endpoint is the connection's, that of its profile, or that of the environment.
    """
    if reference.problem:
        check_name(reference, amazon=is_amazon(aws_session.s3().meta.endpoint_url))
