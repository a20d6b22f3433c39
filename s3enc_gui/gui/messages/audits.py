"""What comes of an audit, as the window says it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.audits.audit import AuditScope, Compliance
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.messages.counts import objects_text
from s3enc_gui.gui.messages.locale import count_text, moment_text
from s3enc_gui.gui.messages.sign import StateIcon
from s3enc_gui.jobs.audits.audit import AuditProgress, AuditResumed
from s3enc_gui.jobs.audits.past_audits import PastAudit
from s3enc_gui.wording.audit_report import report_default
from s3enc_gui.wording.labels import NOTHING, format_duration

COMPLIANCE_SIGNS: Mapping[Compliance | None, StateIcon] = {
    Compliance.COMPLIES: StateIcon("verified", "ok"),
    Compliance.VIOLATES: StateIcon("error", "error"),
    Compliance.CANNOT_TELL: StateIcon("question", "warning"),
    None: StateIcon("cancelled", "muted"),
}
_COMPLIANCE_TEXTS: Mapping[Compliance, str] = {
    Compliance.COMPLIES: "Complies",
    Compliance.VIOLATES: "Does not comply",
    Compliance.CANNOT_TELL: "Cannot tell",
}


def compliance_text(compliance: Compliance | None) -> str:
    """Say whether an object complies; None: there is nothing to judge."""
    if compliance is None:
        return NOTHING
    return QCoreApplication.translate("Judgement", _COMPLIANCE_TEXTS[compliance])


def not_seen_text() -> str:
    """Name what is listed and not looked at yet."""
    return _tr("Not looked at yet")


def place_text(scope: AuditScope) -> str:
    """Name what an audit looks at, or looked at."""
    where = Location(scope.bucket, scope.prefix).uri
    return _tr("{}, all versions").format(where) if scope.versions else where


def verdict_text(report: AuditReport) -> tuple[str, StateIcon]:
    """Return the sentence on all objects, and how it looks."""
    words, sign = _sentence(report)
    if not report.is_complete:
        words = _tr("So far: {}").format(words)
        if sign == COMPLIANCE_SIGNS[Compliance.COMPLIES]:
            sign = StateIcon("info", "accent")  # nobody knows of the others
    return words, sign


def _sentence(report: AuditReport) -> tuple[str, StateIcon]:
    total = report.summary.objects - report.summary.of_kinds(StatusKind.GONE)
    if not total:
        nothing = report.not_yet_seen and not report.summary.objects
        words = _tr("No object was looked at") if nothing else _tr("There are no objects")
        return words, StateIcon("info", "accent")
    if report.requirement is None:
        return _looked(report, total)
    against, unclear = report.judged(Compliance.VIOLATES), report.judged(Compliance.CANNOT_TELL)
    wanted = str(report.requirement)
    if against:
        said = _tr("Not encrypted as required ({}): {} of {}")
        words = said.format(wanted, count_text(against), objects_text(total))
        if unclear:
            words += _tr("; of {} more it cannot be told").format(count_text(unclear))
        return words, COMPLIANCE_SIGNS[Compliance.VIOLATES]
    if unclear:
        said = _tr("It cannot be told whether all are encrypted as required ({}): {} of {}")
        words = said.format(wanted, count_text(unclear), objects_text(total))
        return words, COMPLIANCE_SIGNS[Compliance.CANNOT_TELL]
    said = _tr("All objects are encrypted as required ({})")
    return said.format(wanted), COMPLIANCE_SIGNS[Compliance.COMPLIES]


def _looked(report: AuditReport, total: int) -> tuple[str, StateIcon]:
    """Say what there is where nothing is required."""
    bare, unseen = report.summary.of_kinds(StatusKind.NONE), report.summary.not_seen
    if bare:
        words = _tr("Not encrypted: {} of {}").format(count_text(bare), objects_text(total))
        if unseen:
            words += _tr("; {} more could not be looked at").format(count_text(unseen))
        return words, StateIcon("warning", "warning")
    if unseen:
        words = _tr("Could not be looked at: {} of {}")
        return words.format(count_text(unseen), objects_text(total)), StateIcon(
            "question", "warning"
        )
    return _tr("All objects are encrypted"), StateIcon("verified", "ok")


def facts_text(report: AuditReport) -> str:
    """Return what else is known of an audit, in one line."""
    facts = report.facts
    parts = [_tr("Default encryption of the bucket: {}").format(report_default(report))]
    if facts.region:
        parts.append(facts.region)
    if facts.delete_markers:
        parts.append(_tr("delete markers: {}").format(count_text(facts.delete_markers)))
    if facts.ended:
        parts.append(_tr("audited {}").format(moment_text(facts.ended)))
    else:
        parts.append(_tr("begun {}, interrupted").format(moment_text(facts.started)))
    return " · ".join(parts)


def progress_text(progress: AuditProgress) -> str:
    """Say how far an audit is, how fast it goes and how long it will take."""
    seen, listed = count_text(progress.seen), objects_text(progress.listed)
    if progress.total is None:
        parts = [_tr("{} looked at, {} listed so far").format(seen, listed)]
    else:
        parts = [_tr("{} of {}").format(seen, objects_text(progress.total))]
    if progress.rate:
        parts.append(_tr("{}/s").format(count_text(round(progress.rate))))
    if progress.remaining is not None:
        parts.append(_tr("{} left").format(format_duration(progress.remaining)))
    return " · ".join(parts)


def resumed_text(resumed: AuditResumed) -> AppError:
    """Say that an audit goes on where it was interrupted."""
    return AppError(
        _tr("Going on with the audit begun {}").format(moment_text(resumed.started)),
        _tr("{} of {} listed so far were looked at before.").format(
            count_text(resumed.seen), objects_text(resumed.listed)
        ),
        _tr("To look at all of them again stop it, and choose Begin anew (F5)."),
    )


def stopped_text(*, seen: bool) -> AppError:
    """Say that an audit was stopped, and that nothing of it is lost; `seen`: if there is any."""
    if not seen:
        return AppError(_tr("The audit was stopped"), _tr("No object was looked at yet."))
    return AppError(
        _tr("The audit was stopped"),
        _tr("What was seen is kept."),
        _tr("Audit goes on where it was; Begin anew (F5) looks at all objects again."),
    )


def past_text(past: PastAudit) -> tuple[str, str]:
    """Return where a past audit looked, and when and how far."""
    facts = past.facts
    where = place_text(facts.scope)
    when, listed = moment_text(facts.ended or facts.started), objects_text(facts.listed)
    said = listed if facts.ended else _tr("interrupted, {} listed").format(listed)
    parts = [f"{when} · {said}"]
    if past.not_encrypted:
        parts.append(_tr("{} not encrypted").format(count_text(past.not_encrypted)))
    if past.not_seen:
        parts.append(_tr("{} could not be looked at").format(count_text(past.not_seen)))
    return where, ", ".join(parts)


def past_sign(past: PastAudit) -> StateIcon:
    """Return how a past audit looks: nothing was required of it, so nothing is said to be well."""
    if past.not_encrypted or past.not_seen:
        return StateIcon("warning", "warning")
    return StateIcon("inspect", "muted") if past.facts.ended else StateIcon("pause", "warning")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Audit", text)
