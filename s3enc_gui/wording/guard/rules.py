"""Rules of a guard and the uploads that try it, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.guard.trial import Decision, Sent, Trial, TrialUpload
from s3enc_gui.i18n import N_, AnyText, _, ngettext, sentences, text, translate

RULE_TEXTS: Mapping[Rule, str] = {
    Rule.ANY_KMS: N_("Encrypted with any KMS key"),
    Rule.THIS_KEY: N_("Encrypted with this KMS key"),
    Rule.SSE_S3: N_("Encrypted with SSE-S3"),
    Rule.DSSE: N_("Encrypted with DSSE-KMS"),
    Rule.NO_SSE_C: N_("No customer-provided keys (SSE-C)"),
    Rule.TLS: N_("Only over TLS (https)"),
}

_EXPLANATIONS: Mapping[Rule, str] = {
    Rule.ANY_KMS: N_("Uploads must request SSE-KMS or DSSE-KMS, with any key, also aws/s3."),
    Rule.THIS_KEY: N_("Uploads must name this key by its full ARN, for SSE-KMS or DSSE-KMS."),
    Rule.SSE_S3: N_("Uploads must request SSE-S3."),
    Rule.DSSE: N_("Uploads must request DSSE-KMS, with any key."),
    Rule.NO_SSE_C: N_("Uploads must not bring a key of their own. Reading isn't affected."),
    Rule.TLS: N_(
        "Objects can be read, written and listed only over https. The policy itself can always be"
        " changed."
    ),
}

# Sources: S3 User Guide, UsingServerSideEncryption (conditions are about headers; services and
# roles that write are denied, too), ServerSideEncryptionCustomerKeys, blocking SSE-C.
_HEADERS = N_(
    "Uploads that don't request encryption are denied, even though the bucket's default encryption"
    " would encrypt them. Many programs send no such request."
)
_SERVICES = N_(
    "Services that write to the bucket are denied, too, unless they request this encryption: log"
    " delivery, inventory reports, replication and S3 Batch Operations."
)
_UNKNOWN_CALLERS = N_(
    "S3enc can't know who uploads today without the request. Server access logs or CloudTrail show"
    " it."
)
_EXISTING = N_("Objects that are already stored stay as they are.")
_ALIAS = N_(
    "Whether Amazon S3 accepts the key's alias or ID instead of its ARN isn't documented: programs"
    " must send the ARN."
)
_BLOCK = N_("AWS recommends the bucket's own setting for this: Block SSE-C.")
_TLS = N_(
    "Programs that use http are denied. S3enc doesn't deny all actions, as AWS's example does: AWS"
    " Config may still report the bucket."
)


def rule_text(rule: Rule) -> str:
    """Name a rule."""
    return translate(RULE_TEXTS[rule])


def explanation(rule: Rule) -> str:
    """Say what a rule demands of uploads, in one or two sentences."""
    return translate(_EXPLANATIONS[rule])


def guard_text(guard: Guard | None) -> str:
    """Name the rules of a guard in one line."""
    if guard is None:
        return _("S3enc's statements were changed by hand")
    names = [rule_text(rule) for rule in guard.ordered]
    return " · ".join(names) if names else _("Not required")


def effects(guard: Guard, default: BucketEncryption | AppError | None = None) -> Iterator[str]:
    """Yield what a guard will break, and what it won't do; empty without rules."""
    if any(rule.is_kind for rule in guard.rules):
        yield translate(_HEADERS)
        yield translate(_SERVICES)
        yield translate(_UNKNOWN_CALLERS)
    if Rule.THIS_KEY in guard.rules:
        yield translate(_ALIAS)
    if Rule.NO_SSE_C in guard.rules:
        if isinstance(default, BucketEncryption) and "SSE-C" in default.blocked:
            yield _("The bucket already blocks SSE-C. The rule adds nothing.")
        else:
            yield translate(_BLOCK)
    if Rule.TLS in guard.rules:
        yield translate(_TLS)
    if guard.rules:
        yield translate(_EXISTING)


def no_condition_text() -> str:
    """Say what can't be ruled out when a setting is written."""
    return _(
        "Amazon S3 can't make the write depend on what is there. S3enc reads the setting again just"
        " before and just after it; a change by somebody else in the moment between would be lost."
    )


_SENT: Mapping[Sent, str] = {
    Sent.NOTHING: N_("No encryption requested"),
    Sent.SSE_S3: N_("SSE-S3"),
    Sent.SSE_KMS: N_("SSE-KMS with aws/s3"),
    Sent.DSSE: N_("DSSE-KMS with aws/s3"),
    Sent.SSE_C: N_("Customer-provided key (SSE-C)"),
}
_SENT_WITH_KEY: Mapping[Sent, str] = {
    Sent.SSE_KMS: N_("SSE-KMS with this key"),
    Sent.DSSE: N_("DSSE-KMS with this key"),
}

DECISION_TEXTS: Mapping[Decision, str] = {
    Decision.ACCEPTED: N_("accepted"),
    Decision.DENIED: N_("denied"),
    Decision.UNKNOWN: N_("not known"),
}


def decision_text(decision: Decision) -> str:
    """Name what a policy says about an upload."""
    return translate(DECISION_TEXTS[decision])


def upload_text(upload: TrialUpload) -> str:
    """Name an upload that tries a guard."""
    named = _SENT_WITH_KEY.get(upload.sent) if upload.key else None
    name = translate(named or _SENT[upload.sent])
    if upload.in_parts:
        name = _("{encryption}, in parts").format(encryption=name)
    if not upload.secure:
        name = _("{encryption}, over http").format(encryption=name)
    return name


def trial_text(trial: Trial) -> str:
    """Say what the policy says about an upload, and why if that isn't what the rules want."""
    found = decision_text(trial.found)
    if trial.is_as_expected:
        return found
    names = ", ".join(f"“{sid}”" for sid in trial.denied_by if sid)
    if trial.found is Decision.UNKNOWN:
        return _("not known: AWS doesn't document it, or it depends on {statements}").format(
            statements=names or _("a statement without Sid")
        )
    if trial.found is Decision.DENIED:
        return _("denied by {statements}").format(statements=names or _("a statement without Sid"))
    return _("accepted, although it should be denied")


def trials_problem(trials: Iterable[Trial]) -> AnyText:
    """Say what is wrong with the new policy as a whole; empty: nothing."""
    found = list(trials)
    wanted = [one for one in found if one.expected is Decision.ACCEPTED]
    if wanted and all(one.found is Decision.DENIED for one in wanted):
        return sentences(
            text("With this policy, nobody could upload anything."),
            text("Other statements of the policy deny what these rules require."),
        )
    return ""


def trials_summary(trials: Iterable[Trial]) -> str:
    """Count the uploads about which the new policy says what the rules want."""
    found = list(trials)
    right = sum(one.is_as_expected for one in found)
    return ngettext(
        "{right:,} of {count:,} upload as intended",
        "{right:,} of {count:,} uploads as intended",
        len(found),
    ).format(right=right, count=len(found))
