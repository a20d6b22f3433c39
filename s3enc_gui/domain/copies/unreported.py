"""What HeadObject doesn't report of a copy: its encryption context."""

from __future__ import annotations

from s3enc_gui.domain.copies.comparison import CopyProof, CopySource, Trait, TraitCheck
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.finding import Verdict, equal, pairs_text
from s3enc_gui.i18n import text


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
