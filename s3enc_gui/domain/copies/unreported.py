"""What HeadObject doesn't report of a copy: its encryption context and its annotations."""

from __future__ import annotations

from s3enc_gui.domain.copies.comparison import CopyProof, CopySource, Trait, TraitCheck
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.finding import (
    ACCESS_DENIED,
    Verdict,
    bytes_text,
    equal,
    pairs_text,
)
from s3enc_gui.domain.encryption.object_details import Annotation, ObjectDetails
from s3enc_gui.domain.error_codes import DENIED, UNKNOWN_OPERATION
from s3enc_gui.i18n import AnyText, text


def kept_context(source: CopySource) -> ContextPairs:
    """Return the encryption context that a copy is requested with; empty: none, or not known."""
    uses_kms = (source.details.status.algorithm or "").startswith("aws:kms")
    return (source.details.context or ()) if uses_kms else ()


def with_context(proof: CopyProof, source: CopySource, told: ContextPairs | None) -> CopyProof:
    """Add the comparison of the encryption context to a proof, if the copy was requested with one.

    `told` is what the response to the request for the copy named; None: nothing. S3 reports it
    nowhere else.
    """
    asked = kept_context(source)
    if not asked:
        return proof
    theirs = pairs_text(dict(asked))
    if told is None:
        unknown = text("not in the response to the copy; S3 doesn't report it later")
        found = TraitCheck(Trait.CONTEXT, theirs, unknown, Verdict.CANNOT_TELL)
    else:
        found = TraitCheck(Trait.CONTEXT, theirs, pairs_text(dict(told)), equal(asked, told))
    return CopyProof((*proof.findings, found))


def with_annotations(
    proof: CopyProof, source: ObjectDetails, copy: ObjectDetails, *, in_parts: bool
) -> CopyProof:
    """Add the comparison of the annotations to a proof, if those of the source were asked for.

    `in_parts`: the copy is a multipart upload, which has no annotations. CopyObject copies them or
    fails (S3 API Reference, AnnotationDirective), so where the source's can't be read, nothing is
    added.
    """
    found = _annotations(source, copy, in_parts=in_parts)
    return CopyProof((*proof.findings, found)) if found else proof


def _annotations(
    source: ObjectDetails, copy: ObjectDetails, *, in_parts: bool
) -> TraitCheck | None:
    none = text("none")
    if source.annotations is None:
        refused = source.annotations_refused
        if not in_parts or not refused or refused in UNKNOWN_OPERATION:
            return None
        return TraitCheck(Trait.ANNOTATIONS, _unread(refused), none, Verdict.CANNOT_TELL)
    if not source.annotations:
        return TraitCheck(Trait.ANNOTATIONS, none, none, Verdict.VERIFIED)
    theirs = _named(source.annotations)
    if copy.annotations is None:
        unread = _unread(copy.annotations_refused)
        return TraitCheck(Trait.ANNOTATIONS, theirs, unread, Verdict.CANNOT_TELL)
    same = _sizes(source.annotations) == _sizes(copy.annotations)
    return TraitCheck(Trait.ANNOTATIONS, theirs, _named(copy.annotations), equal(same, True))


def _unread(code: str) -> AnyText:
    return ACCESS_DENIED if code in DENIED else text("not readable")


def _sizes(annotations: tuple[Annotation, ...]) -> dict[str, int]:
    return {one.name: one.size for one in annotations}


def _named(annotations: tuple[Annotation, ...]) -> AnyText:
    return pairs_text({one.name: str(bytes_text(one.size)) for one in annotations})
