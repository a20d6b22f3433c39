"""Resolves the KMS key of an audit's requirement."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.audits.audit import Requirement
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.key_region import region_of_keys
from s3enc_gui.domain.keys.kms_key import KeyForm
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.kms import keys
from s3enc_gui.s3.kms.key_names import check_for
from s3enc_gui.s3.session.aws_session import AwsSession


@dataclass(frozen=True, slots=True)
class ResolveRequirement:
    """Find the ARN of the required key; `region` is what the server reports for the bucket."""

    connection: Connection
    requirement: Requirement
    region: str | None = None

    def run(self, context: Context) -> Requirement:
        """Return the requirement with its key's ARN. Raises AppError if the key doesn't exist."""
        aws_session = context.services.aws_session(self.connection)
        region = region_of_keys(self.region, aws_session.region)
        return resolved(self.requirement, aws_session, region)


def is_resolved(requirement: Requirement) -> bool:
    """Whether compliance can be judged without a request to KMS."""
    key = requirement.key
    unique = (KeyForm.KEY_ARN, KeyForm.KEY_ID)
    return key is None or key.is_aws_s3 or key.form in unique or requirement.arn is not None


def resolved(requirement: Requirement, aws_session: AwsSession, region: str) -> Requirement:
    """Return a requirement with its key's ARN.

    Raises AppError if the key doesn't exist, or the server can't have one of this name.
    """
    key = requirement.key
    if key is None or is_resolved(requirement):
        return requirement
    if key.form is KeyForm.NAME:
        check_for(aws_session, key)
        return replace(requirement, arn=key.text)
    arn = keys.resolve(aws_session.kms(key.region or region), key)
    if arn is None:
        raise AppError(
            text("Can't find the required KMS key"),
            text("AWS KMS doesn't report a key for “{key}”.", key=key.text),
            text("Enter the key's ARN."),
            code="KeyNotResolved",
        )
    return replace(requirement, arn=arn)
