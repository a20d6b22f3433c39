"""Labels of values: results, kinds of encryption, KMS keys, and the rows of an object's details."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from s3enc_gui.domain.copies.comparison import Trait, TraitCheck
from s3enc_gui.domain.customer_keys.key_names import KEY_NAMES
from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Expectation, algorithm_text
from s3enc_gui.domain.encryption.finding import Aspect, Finding, on_off, pairs_text
from s3enc_gui.domain.encryption.object_details import COMPOSITE, WHOLE, Checksum, ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.keys.kms_key import AWS_S3_ALIAS
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.i18n import N_, AnyText, _, translate
from s3enc_gui.wording.aspects import aspect_text
from s3enc_gui.wording.formats import NOT_KNOWN, NOTHING, format_exact_size, format_moment

AWS_S3 = "aws/s3"
RESULT_TEXTS: Mapping[Result, str] = {
    Result.VERIFIED: N_("Verified"),
    Result.CANNOT_TELL: N_("Couldn't verify"),
    Result.DIFFERENT: N_("Stored differently than requested"),
    Result.FAILED: N_("Failed"),
    Result.EXISTS: N_("Already exists"),
    Result.SKIPPED: N_("Skipped"),
    Result.CANCELLED: N_("Canceled"),
}

KIND_TEXTS: Mapping[Encryption, str] = {
    Encryption.BUCKET_DEFAULT: N_("Bucket default"),
    Encryption.SSE_S3: N_("Amazon S3 master-key (SSE-S3)"),
    Encryption.SSE_KMS: N_("AWS KMS master-key (SSE-KMS)"),
    Encryption.DSSE_KMS: N_("AWS KMS master-key, dual-layer (DSSE-KMS)"),
    Encryption.SSE_C: N_("Customer-provided key (SSE-C)"),
}

DETAILS_LABELS = (
    N_("Server-side encryption"),
    N_("KMS key"),
    N_("KMS key ARN"),
    N_("Bucket key"),
    N_("Asked for"),
    N_("Stored as"),
    N_("Verified"),
    N_("ETag"),
    N_("Checksum"),
    N_("Version ID"),
    N_("Storage class"),
    N_("Size"),
    N_("Last modified"),
    N_("Link"),
)
"""The rows of the Encryption details, in order; translated where they are shown."""


def result_text(result: Result) -> str:
    """Name the result of a transfer."""
    return translate(RESULT_TEXTS[result])


def kind_text(kind: Encryption) -> str:
    """Name a kind of encryption as the S3 console does."""
    return translate(KIND_TEXTS[kind])


def details_rows(
    details: ObjectDetails | None, outcome: Outcome | None = None
) -> list[tuple[str, str]]:
    """Return (label, value) of the 14 rows; labels are those of DETAILS_LABELS.

    `details` is None if nothing was stored. Without an outcome, nothing is compared.
    """
    asked = asked_text(outcome.expectation) if outcome and outcome.expectation else NOTHING
    verdict = verdict_text(outcome) if outcome else NOTHING
    if details is None:
        known = {"Asked for": asked, "Verified": verdict}
        return [(label, known.get(label, NOTHING)) for label in DETAILS_LABELS]
    values = (
        status_text(details.status),
        key_text(details),
        _arn(details),
        capitalized(str(on_off(details.status.bucket_key))) if details.uses_kms else NOTHING,
        asked,
        stored_text(details),
        verdict,
        details.etag or NOTHING,
        _checksum_text(details.checksum),
        details.version_id or NOTHING,
        details.storage_class or NOTHING,
        format_exact_size(details.size),
        format_moment(details.last_modified),
        details.link or NOTHING,
    )
    return list(zip(DETAILS_LABELS, values, strict=True))


def status_text(status: EncryptionStatus) -> str:
    """Name an object's server-side encryption as the S3 console does."""
    if status.customer_algorithm:
        name = _("Customer-provided key (SSE-C, {algorithm})")
        name = name.format(algorithm=status.customer_algorithm)
    elif status.unreported:
        name = _("Not reported by the server")
    elif status.algorithm is None:
        name = _("Not encrypted")
    elif status.algorithm in _STATUS_KINDS:
        name = kind_text(_STATUS_KINDS[status.algorithm])
    else:
        name = _("Encrypted: other ({algorithm})").format(algorithm=status.algorithm)
    if status.client_side:
        kind = _("client-side") + (f", {status.generation}" if status.generation else "")
        return _("{encryption}, encrypted before upload ({kind})").format(
            encryption=name, kind=kind
        )
    return name


_STATUS_KINDS = {kind.value: kind for kind in BY_HEADER}


def key_text(details: ObjectDetails) -> str:
    """Name the object's KMS key: `aws/s3`, its aliases, or its ID."""
    key = details.status.key
    if key is None:
        return translate(NOT_KNOWN) if details.uses_kms else NOTHING
    return named_key_text(key, details.key_aliases, is_aws_s3=details.key_is_aws_s3)


def named_key_text(key: str, aliases: Sequence[str], *, is_aws_s3: bool | None) -> str:
    """Name a key by what KMS reports: `aws/s3`, its aliases, or its ID."""
    if is_aws_s3:
        return AWS_S3
    return ", ".join(short_key(alias) for alias in aliases) or short_key(key)


def short_key(key: str | None) -> str:
    """Return the alias or ID of a key without the ARN and `alias/` or `key/`; None is `aws/s3`.

    IBM's CRNs end with the key ID, too; names of other servers are shown in full.
    """
    if key is None:
        return AWS_S3
    name = key.rpartition(":")[2] if key.startswith(("arn:", "crn:")) else key
    return name.removeprefix("alias/").removeprefix("key/")


def stored_text(details: ObjectDetails, *, with_bucket_key: bool = True) -> str:
    """Describe how the object is stored: `SSE-KMS, test_key, S3 Bucket Key on`."""
    status = details.status
    parts = [capitalized(str(algorithm_text(status)))]
    if details.uses_kms:
        parts.append(key_text(details) if status.key else _("key unknown"))
    if with_bucket_key and (status.bucket_key or status.algorithm == Encryption.SSE_KMS.value):
        parts.append(bucket_key_text(status.bucket_key))
    if status.client_side:
        parts.append(_("client-side"))
    return ", ".join(parts)


def capitalized(label: str) -> str:
    """Return a label with an upper-case first letter; the other letters stay."""
    return label[:1].upper() + label[1:]


def bucket_key_text(on: bool) -> str:
    """Say whether an S3 Bucket Key is used."""
    return _("S3 Bucket Key on") if on else _("S3 Bucket Key off")


def short_choice_text(choice: EncryptionChoice) -> str:
    """Name what is requested in a table: `SSE-KMS, test_key`."""
    if choice.kind is Encryption.BUCKET_DEFAULT:
        return kind_text(choice.kind)
    status = EncryptionStatus(choice.kind.value)
    return ", ".join((str(algorithm_text(status)), *_choice_details(choice)))


def _choice_details(choice: EncryptionChoice) -> Iterator[str]:
    if choice.kind.uses_kms:
        yield AWS_S3 if choice.key == AWS_S3_ALIAS else short_key(choice.key)
    yield from filter(None, [KEY_NAMES.of(choice.customer_key or "") or choice.customer_key])
    if choice.bucket_key is not None:
        yield bucket_key_text(choice.bucket_key)
    if choice.context:
        yield _("context {pairs}").format(pairs=pairs_text(dict(choice.context)))


def asked_text(expectation: Expectation) -> str:
    """Name what was requested of S3, and whether files are encrypted before they are sent."""
    server = _asked_of_s3(expectation)
    return f"{server}, {_('client-side')}" if expectation.client_side else server


def _asked_of_s3(expectation: Expectation) -> str:
    """Name what was requested; for the bucket default also what that is."""
    choice = expectation.choice
    if choice.kind is not Encryption.BUCKET_DEFAULT:
        return short_choice_text(choice)
    if not expectation.known:
        return _("Bucket default (not readable)")
    parts = [str(algorithm_text(EncryptionStatus(expectation.algorithm)))]
    if expectation.aws_s3:
        parts.append(AWS_S3)
    elif expectation.key_name:
        parts.append(short_key(expectation.key_name))
    return _("Bucket default: {encryption}").format(encryption=", ".join(parts))


def verdict_text(outcome: Outcome) -> str:
    """Describe how an upload ended, with every finding that prevents verification."""
    result = result_text(outcome.result)
    if outcome.error:
        return f"{result}: {outcome.error.title}"
    if outcome.proof and outcome.proof.doubts:
        return f"{result}: {'; '.join(finding_text(doubt) for doubt in outcome.proof.doubts)}"
    return result


def finding_text(finding: Finding | TraitCheck) -> str:
    """Return both sides of a comparison on one line; for the object as a whole, what was found."""
    if isinstance(finding, TraitCheck):
        aspect, other = aspect_text(finding.trait), _shown(finding.copy)
        if finding.trait is Trait.OBJECT:
            return f"{aspect}: {other}"
        return _("{aspect} – source: {source}, copy: {copy}").format(
            aspect=aspect, source=_shown(finding.source), copy=other
        )
    aspect, stored = aspect_text(finding.aspect), found_text(finding)
    if finding.aspect is Aspect.OBJECT:
        return f"{aspect}: {stored}"
    return _("{aspect} – requested: {requested}, stored: {stored}").format(
        aspect=aspect, requested=_shown(finding.asked), stored=stored
    )


def found_text(finding: Finding) -> str:
    """Return what was found: what is stored, or why it isn't known."""
    return _shown(finding.stored)


def _shown(side: AnyText) -> str:
    """Return one side of a comparison; receipts keep it in the source language."""
    return translate(side) if isinstance(side, str) else str(side)


def _arn(details: ObjectDetails) -> str:
    key = details.key_arn or details.status.key
    if key and (details.key_arn or key.startswith("arn:")):
        return key
    return translate(NOT_KNOWN) if details.uses_kms else NOTHING


def _checksum_text(checksum: Checksum | None) -> str:
    if checksum is None:
        return NOTHING
    kind = translate(_CHECKSUM_KINDS[checksum.kind]) if checksum.kind in _CHECKSUM_KINDS else ""
    return f"{checksum.algorithm} {checksum.value} ({kind or checksum.kind})"


_CHECKSUM_KINDS = {WHOLE: N_("full object"), COMPOSITE: N_("composite")}
