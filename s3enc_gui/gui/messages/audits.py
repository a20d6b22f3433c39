"""Texts and icons of audits."""

from __future__ import annotations

from collections.abc import Mapping

from s3enc_gui.domain.audits.audit import AuditScope, Compliance
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.messages.counts import objects_text, remaining_text
from s3enc_gui.gui.messages.listing import notice_message as listing_message
from s3enc_gui.gui.messages.locale import count_text, short_time
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.messages.status import UNUSABLE_KEY
from s3enc_gui.i18n import _, ngettext, text, text_plural
from s3enc_gui.jobs.audits.audit import AuditNotSaved, AuditProgress, AuditResumed
from s3enc_gui.jobs.audits.past_audits import PastAudit
from s3enc_gui.wording.audits import audit_labels
from s3enc_gui.wording.audits.audit_report import report_default
from s3enc_gui.wording.formats import NOTHING

AuditNotice = AuditResumed | AuditNotSaved | ListingNotice

COMPLIANCE_SIGNS: Mapping[Compliance | None, StateIcon] = {
    Compliance.COMPLIES: StateIcon("verified", "ok"),
    Compliance.VIOLATES: StateIcon("error", "error"),
    Compliance.CANNOT_TELL: StateIcon("question", "warning"),
    None: StateIcon("cancelled", "muted"),
}


def compliance_text(compliance: Compliance | None) -> str:
    """Return the label of an object's compliance; None: nothing to judge."""
    return NOTHING if compliance is None else audit_labels.compliance_text(compliance)


def not_seen_text() -> str:
    """Return the label of objects that are listed, but not checked yet."""
    return _("Not checked yet")


def location_text(scope: AuditScope) -> str:
    """Return what an audit covers."""
    uri = Location(scope.bucket, scope.prefix).uri
    return _("{uri}, all versions").format(uri=uri) if scope.versions else uri


def verdict_text(report: AuditReport) -> tuple[str, StateIcon]:
    """Return the sentence on all objects, and its icon."""
    verdict, sign = _verdict(report)
    if report.unusable_keys:
        objects = objects_text(report.unusable_keys)
        warning = _("{verdict}. KMS key not usable: {objects}")
        verdict = warning.format(verdict=verdict, objects=objects)
        if sign.tone != "error":
            sign = UNUSABLE_KEY
    if not report.is_complete:
        verdict = _("So far: {verdict}").format(verdict=verdict)
        if sign == COMPLIANCE_SIGNS[Compliance.COMPLIES]:
            sign = StateIcon("info", "accent")  # the remaining objects are unknown
    return verdict, sign


def _verdict(report: AuditReport) -> tuple[str, StateIcon]:
    total = report.summary.objects - report.summary.of_kinds(StatusKind.GONE)
    if not total:
        unchecked = report.unchecked and not report.summary.objects
        verdict = _("No objects were checked") if unchecked else _("There are no objects")
        return verdict, StateIcon("info", "accent")
    if report.requirement is None:
        return _encrypted(report, total)
    return _compliance(report, total, str(report.requirement))


def _compliance(report: AuditReport, total: int, requirement: str) -> tuple[str, StateIcon]:
    """Return the verdict against a requirement."""
    against, unclear = report.judged(Compliance.VIOLATES), report.judged(Compliance.CANNOT_TELL)
    if against and unclear:
        verdict = ngettext(
            "Not encrypted as required ({requirement}): {against} of {count} object;"
            " can't tell for {unclear} more",
            "Not encrypted as required ({requirement}): {against} of {count} objects;"
            " can't tell for {unclear} more",
            total,
        )
    elif against:
        verdict = ngettext(
            "Not encrypted as required ({requirement}): {against} of {count} object",
            "Not encrypted as required ({requirement}): {against} of {count} objects",
            total,
        )
    elif unclear:
        verdict = ngettext(
            "Can't tell if encrypted as required ({requirement}): {unclear} of {count} object",
            "Can't tell if encrypted as required ({requirement}): {unclear} of {count} objects",
            total,
        )
    else:
        verdict = _("All objects are encrypted as required ({requirement})")
    worst = Compliance.CANNOT_TELL if unclear else Compliance.COMPLIES
    return verdict.format(
        requirement=requirement,
        against=count_text(against),
        unclear=count_text(unclear),
        count=count_text(total),
    ), COMPLIANCE_SIGNS[Compliance.VIOLATES if against else worst]


def _encrypted(report: AuditReport, total: int) -> tuple[str, StateIcon]:
    """Return the verdict without a requirement."""
    plain, unseen = report.summary.of_kinds(StatusKind.NONE), report.summary.unreadable
    silent = report.summary.not_reported
    if silent and not plain and not unseen:
        verdict = ngettext(
            "The server doesn't report the encryption of {silent} of {count} object",
            "The server doesn't report the encryption of {silent} of {count} objects",
            total,
        )
        counts = {"silent": count_text(silent), "count": count_text(total)}
        return verdict.format(**counts), StateIcon("question", "warning")
    unseen += silent
    sign = StateIcon("warning", "warning")
    if plain and unseen:
        verdict = ngettext(
            "Not encrypted: {plain} of {count} object; {unseen} more couldn't be checked",
            "Not encrypted: {plain} of {count} objects; {unseen} more couldn't be checked",
            total,
        )
    elif plain:
        verdict = ngettext(
            "Not encrypted: {plain} of {count} object",
            "Not encrypted: {plain} of {count} objects",
            total,
        )
    elif unseen:
        sign = StateIcon("question", "warning")
        verdict = ngettext(
            "Couldn't be checked: {unseen} of {count} object",
            "Couldn't be checked: {unseen} of {count} objects",
            total,
        )
    else:
        sign, verdict = StateIcon("verified", "ok"), _("All objects are encrypted")
    counts = {"plain": count_text(plain), "unseen": count_text(unseen), "count": count_text(total)}
    return verdict.format(**counts), sign


def facts_text(report: AuditReport) -> str:
    """Return bucket and time of an audit in one line."""
    facts = report.facts
    parts = [_("Default encryption: {default}").format(default=report_default(report))]
    if facts.region:
        parts.append(facts.region)
    if facts.delete_markers:
        markers = _("Delete markers: {count}")
        parts.append(markers.format(count=count_text(facts.delete_markers)))
    if facts.ended:
        parts.append(_("Audited {time}").format(time=short_time(facts.ended)))
    else:
        parts.append(_("Started {time}, interrupted").format(time=short_time(facts.started)))
    return " · ".join(parts)


def progress_text(progress: AuditProgress) -> str:
    """Return how far an audit is, its rate and the remaining time."""
    if progress.total is None:
        message = ngettext(
            "{seen} checked, {count} object listed so far",
            "{seen} checked, {count} objects listed so far",
            progress.listed,
        )
    else:
        message = ngettext("{seen} of {count} object", "{seen} of {count} objects", progress.total)
    total = progress.listed if progress.total is None else progress.total
    parts = [message.format(seen=count_text(progress.seen), count=count_text(total))]
    if progress.rate:
        parts.append(_("{count}/s").format(count=count_text(round(progress.rate))))
    if progress.remaining is not None:
        parts.append(remaining_text(progress.remaining))
    return " · ".join(parts)


def notice_message(notice: AuditNotice) -> tuple[AppError, str]:
    """Return the message of a notice, and the tone of its banner."""
    if isinstance(notice, AuditResumed):
        return resumed_text(notice), "info"
    if isinstance(notice, AuditNotSaved):
        return notice.error, "warning"
    return listing_message(notice), "info"


def resumed_text(resumed: AuditResumed) -> AppError:
    """Return the message that an interrupted audit is resumed."""
    return AppError(
        text("Resuming the audit started {time}", time=short_time(resumed.started)),
        text_plural(
            "Already checked: {seen} of the {count} object listed so far.",
            "Already checked: {seen} of the {count} objects listed so far.",
            resumed.listed,
            seen=count_text(resumed.seen),
            count=count_text(resumed.listed),
        ),
        text("To check all objects again, stop the audit and choose Start over (F5)."),
    )


def stopped_text(*, seen: bool) -> AppError:
    """Return the message that an audit was stopped; `seen`: some objects were checked."""
    title = text("The audit was stopped")
    if not seen:
        return AppError(title, text("No objects have been checked yet."))
    return AppError(
        title,
        text("The results so far are kept."),
        text("To resume it, choose Audit. To check all objects again, choose Start over (F5)."),
    )


def past_text(past: PastAudit) -> tuple[str, str]:
    """Return what a past audit covered, and its time and counts."""
    facts = past.facts
    listed = objects_text(facts.listed)
    if not facts.ended:
        listed = _("interrupted, {objects} listed").format(objects=listed)
    parts = [f"{short_time(facts.ended or facts.started)} · {listed}"]
    if past.not_encrypted:
        parts.append(_("{count} not encrypted").format(count=count_text(past.not_encrypted)))
    if past.not_reported:
        parts.append(_("{count} not reported").format(count=count_text(past.not_reported)))
    if past.unusable_keys:
        parts.append(_("KMS key not usable: {count}").format(count=count_text(past.unusable_keys)))
    if past.unreadable:
        parts.append(_("{count} couldn't be checked").format(count=count_text(past.unreadable)))
    return location_text(facts.scope), ", ".join(parts)


def past_sign(past: PastAudit) -> StateIcon:
    """Return the icon of a past audit; never `ok`, because it had no requirement."""
    if past.not_encrypted or past.unreadable or past.unusable_keys:
        return StateIcon("warning", "warning")
    return StateIcon("inspect", "muted") if past.facts.ended else StateIcon("pause", "warning")
