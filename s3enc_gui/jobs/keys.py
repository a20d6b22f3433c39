"""KMS keys for the dropdown."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyAlias, KeyDescription, Usability
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.kms import keys


@dataclass(frozen=True, slots=True)
class ListKeys:
    """The caller's own aliases in a Region; reports each page as a tuple of KeyAlias."""

    connection: Connection
    region: str

    def run(self, context: Context) -> tuple[KeyAlias, ...]:
        """Return all of them, by name. Raises AppError where listing is denied."""
        client = context.services.aws_session(self.connection).kms(self.region)
        found: list[KeyAlias] = []
        for page in keys.alias_pages(client):
            context.checkpoint()
            found += page
            context.report(tuple(page))
        return tuple(sorted(found, key=lambda alias: alias.name.casefold()))


@dataclass(frozen=True, slots=True)
class DescribedKey:
    """A key as it was asked for, whether S3 can use it, and what KMS told, if it did."""

    name: str
    usability: Usability
    description: KeyDescription | None = None


@dataclass(frozen=True, slots=True)
class DescribeKeys:
    """Whether S3 in a Region can use these keys (ids, ARNs or aliases); reports each as it comes.

    `alias/aws/s3` must not be among them.
    """

    connection: Connection
    region: str
    names: tuple[str, ...]

    def run(self, context: Context) -> tuple[DescribedKey, ...]:
        """Return one answer a name; nothing is raised for a key that may not be described."""
        client = context.services.aws_session(self.connection).kms(self.region)
        answers = []
        for name in self.names:
            context.checkpoint()
            try:
                description = keys.describe(client, name)
            except AppError as error:
                answer = DescribedKey(name, _usability_of(error))
            else:
                answer = DescribedKey(name, description.usability(self.region), description)
            answers.append(answer)
            context.report(answer)
        return tuple(answers)


def _usability_of(error: AppError) -> Usability:
    if error.code in keys.NOT_FOUND:
        return Usability.NOT_FOUND
    return Usability.NOT_ALLOWED_TO_LOOK if error.code in keys.DENIED else Usability.UNKNOWN
