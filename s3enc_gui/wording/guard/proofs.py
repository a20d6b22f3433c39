"""What a server answered to the uploads that prove a guard."""

from __future__ import annotations

from collections.abc import Iterable

from s3enc_gui.domain.guard.proof import Proof
from s3enc_gui.domain.guard.trial import Decision
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.wording.guard.rules import decision_text


def proof_text(proof: Proof) -> str:
    """Say what the server answered to an upload."""
    reason = proof.problem.title if proof.problem else ""
    if proof.answer is None:
        return _("not tried: {reason}").format(reason=reason)
    if proof.answer is Decision.UNKNOWN:
        return _("failed for another reason: {reason}").format(reason=reason)
    if proof.is_as_expected:
        if proof.answer is Decision.DENIED and not proof.by_policy:
            return _("denied, as intended; the server doesn't say by which policy")
        answer = decision_text(proof.answer)
        return _("{answer}, as intended").format(answer=answer)
    if proof.answer is Decision.ACCEPTED:
        return _("accepted, although it should be denied: the server doesn't enforce the rule")
    return _("denied, although it should be accepted: {reason}").format(reason=reason)


def proofs_summary(proofs: Iterable[Proof]) -> str:
    """Count the uploads that the server answered as intended."""
    tried = [one for one in proofs if one.answer is not None]
    right = sum(one.is_as_expected for one in tried)
    return ngettext(
        "Proved: {right:,} of {count:,} upload answered as intended.",
        "Proved: {right:,} of {count:,} uploads answered as intended.",
        len(tried),
    ).format(right=right, count=len(tried))
