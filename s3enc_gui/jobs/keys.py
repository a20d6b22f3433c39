"""Lists and describes KMS keys for the encryption choice."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyAlias, KeyDescription, KeyReference, Usability
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.kms import keys
from s3enc_gui.s3.kms.key_names import check_for


@dataclass(frozen=True, slots=True)
class ListKeys:
    """List the account's aliases in a Region; reports each page as a tuple of KeyAlias."""

    connection: Connection
    region: str

    def run(self, context: Context) -> tuple[KeyAlias, ...]:
        """Return all aliases, sorted by name. Raises AppError, as when access is denied."""
        client = context.services.aws_session(self.connection).kms(self.region)
        found: list[KeyAlias] = []
        for page in keys.alias_pages(client):
            context.checkpoint()
            found += page
            context.report(tuple(page))
        return tuple(sorted(found, key=lambda alias: alias.name.casefold()))


@dataclass(frozen=True, slots=True)
class CheckKeyName:
    """Check that the connection's server can have a key of this name; sends no request."""

    connection: Connection
    reference: KeyReference

    def run(self, context: Context) -> None:
        """Raises AppError if it is Amazon's, and the name is in none of the forms of AWS KMS."""
        check_for(context.services.aws_session(self.connection), self.reference)


@dataclass(frozen=True, slots=True)
class DescribedKey:
    """A key's name, whether S3 can use it, and its description, if KMS returned one."""

    name: str
    usability: Usability
    description: KeyDescription | None = None


@dataclass(frozen=True, slots=True)
class DescribeKeys:
    """Check whether S3 in a Region can use keys (ids, ARNs or aliases); reports each result.

    `names` must not contain `alias/aws/s3`.
    """

    connection: Connection
    region: str
    names: tuple[str, ...]

    def run(self, context: Context) -> tuple[DescribedKey, ...]:
        """Return one result per name; errors of single keys are in it."""
        client = context.services.aws_session(self.connection).kms(self.region)
        results = []
        for name in self.names:
            context.checkpoint()
            try:
                description = keys.describe(client, name)
            except AppError as error:
                result = DescribedKey(name, _usability_of(error))
            else:
                result = DescribedKey(name, description.usability(self.region), description)
            results.append(result)
            context.report(result)
        return tuple(results)


def _usability_of(error: AppError) -> Usability:
    if error.code in keys.NOT_FOUND:
        return Usability.NOT_FOUND
    return Usability.NOT_ALLOWED_TO_LOOK if error.code in keys.DENIED else Usability.UNKNOWN
