"""Which KMS key a requirement means."""

from __future__ import annotations

from dataclasses import dataclass, replace

from s3enc_gui.domain.audits.audit import Requirement
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyForm
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.kms import keys
from s3enc_gui.s3.session.aws_session import AwsSession


@dataclass(frozen=True, slots=True)
class ResolveRequirement:
    """Find the ARN of the key that is required; `region` is the bucket's (None: the usual one)."""

    connection: Connection
    requirement: Requirement
    region: str | None = None

    def run(self, context: Context) -> Requirement:
        """Return the requirement with its key's ARN. Raises AppError where there is no such key."""
        aws_session = context.services.aws_session(self.connection)
        return resolved(self.requirement, aws_session, self.region or aws_session.region)


def is_resolved(requirement: Requirement) -> bool:
    """Whether it can be judged by without asking KMS."""
    key = requirement.key
    by_itself = (KeyForm.KEY_ARN, KeyForm.KEY_ID)
    return key is None or key.is_aws_s3 or key.form in by_itself or requirement.arn is not None


def resolved(wanted: Requirement, aws_session: AwsSession, region: str) -> Requirement:
    """Return a requirement with its key's ARN. Raises AppError where there is no such key."""
    if wanted.key is None or is_resolved(wanted):
        return wanted
    arn = keys.resolve(aws_session.kms(wanted.key.region or region), wanted.key)
    if arn is None:
        raise AppError(
            "It cannot be told which key is required",
            f"KMS does not say which key {wanted.key.text} stands for.",
            "Give the key's ARN.",
            code="KeyNotResolved",
        )
    return replace(wanted, arn=arn)
