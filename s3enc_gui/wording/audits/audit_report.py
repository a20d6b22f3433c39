"""The result of an audit as text, as CSV and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.audits.audit import Audited, Compliance
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.comparison import algorithm_text
from s3enc_gui.domain.encryption.groups import Group, GroupCount
from s3enc_gui.domain.encryption.status import BucketEncryption, EncryptionStatus
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.i18n import _, untranslated
from s3enc_gui.wording.audits.audit_labels import group_message, group_name
from s3enc_gui.wording.csv_text import csv_names, csv_rows
from s3enc_gui.wording.formats import objects_text
from s3enc_gui.wording.labels import bucket_key_text, short_key


def review_title(report: AuditReport, count: int) -> str:
    """Return the title of the list of objects to review; there are `count`."""
    unusable = _("KMS key not usable: {objects}").format(objects=objects_text(report.unusable_keys))
    if report.requirement is None:
        title = _("Encrypted differently from most: {objects}").format(objects=objects_text(count))
        if not report.unusable_keys:
            return title
        return unusable if count == report.unusable_keys else f"{title} · {unusable}"
    against = report.judged(Compliance.VIOLATES)
    unclear = report.judged(Compliance.CANNOT_TELL)
    titles = []
    if against or not (unclear or report.unusable_keys):
        titles.append(_("Not compliant: {objects}").format(objects=objects_text(against)))
    if unclear:
        titles.append(_("Can't tell: {objects}").format(objects=objects_text(unclear)))
    if report.unusable_keys:
        titles.append(unusable)
    return " · ".join(titles)


def group_label(report: AuditReport, group: Group) -> str:
    """Name a group: `SSE-KMS test_key`."""
    return group_name(group, report.keys)


def report_default(report: AuditReport) -> str:
    """Name the bucket's default encryption."""
    if report.facts.default is None and is_access_point(report.facts.scope.bucket):
        return _("not available through an access point")
    return default_text(report.facts.default)


def default_text(default: BucketEncryption | None) -> str:
    """Name a bucket's default encryption; None: it can't be read."""
    if default is None:
        return _("not readable")
    if default.algorithm is None:
        return _("none")
    parts = [str(algorithm_text(EncryptionStatus(default.algorithm)))]
    if default.algorithm.startswith("aws:kms"):
        parts += [short_key(default.key), bucket_key_text(default.bucket_key)]
    return ", ".join(parts)


_COLUMNS = (
    "key",
    "version_id",
    "is_latest",
    "size",
    "last_modified",
    "storage_class",
    "etag",
    "encryption",
    "algorithm",
    "kms_key",
    "kms_key_alias",
    "bucket_key",
    "client_side",
    "client_side_generation",
    "error",
    "looked_at",
    "judgement",
    "kms_key_state",
)


_NOT_YET = "not looked at yet"  # a value in CSV and JSON


def _row(report: AuditReport, one: Audited) -> dict[str, object]:
    reported, status = one.reported, one.reported.status
    named = report.keys.get(reported.key or "")
    compliance = report.judge(one.group)
    values = (
        *_as_listed(one.listed),
        one.group.kind.value,
        (status.algorithm or status.customer_algorithm) if status else None,
        (named.arn if named else None) or reported.key,
        ", ".join(map(short_key, named.aliases)) if named else "",
        status.bucket_key if status else None,
        status.client_side if status else None,
        (status.generation or None) if status else None,
        reported.error or None,
        _iso(reported.at),
        compliance.value if compliance else None,
        named.state if named else None,
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _row_not_yet_seen(report: AuditReport, listed: ListedObject) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(_COLUMNS)
    row |= zip(_COLUMNS, _as_listed(listed), strict=False)
    compliance = Compliance.CANNOT_TELL.value if report.requirement else None
    return row | {"encryption": _NOT_YET, "judgement": compliance}


def _as_listed(listed: ListedObject) -> tuple[object, ...]:
    return (
        listed.key,
        listed.version_id,
        listed.is_latest,
        listed.size if listed.size >= 0 else None,
        _iso(listed.modified),
        listed.storage_class,
        listed.etag,
    )


def _rows(
    report: AuditReport, pages: Iterable[list[Audited]], left: Iterable[list[ListedObject]]
) -> Iterator[list[dict[str, object]]]:
    for page in pages:
        yield [_row(report, one) for one in page]
    for rest in left:
        yield [_row_not_yet_seen(report, one) for one in rest]


def csv_texts(
    report: AuditReport,
    pages: Iterable[list[Audited]],
    left: Iterable[list[ListedObject]] = (),
) -> Iterator[str]:
    """Yield the objects as CSV with a header line, in chunks.

    `left` are objects that were listed but not checked yet.
    """
    yield csv_names(_COLUMNS)
    for page in _rows(report, pages, left):
        yield csv_rows(row.values() for row in page)


def json_texts(
    report: AuditReport,
    pages: Iterable[list[Audited]],
    left: Iterable[list[ListedObject]] = (),
) -> Iterator[str]:
    """Yield one JSON document with the facts, the counts and the objects, in chunks.

    `left` are objects that were listed but not checked yet.
    """
    document = json.dumps(report_document(report), indent=2, ensure_ascii=False)
    yield document.removesuffix("\n}") + ',\n  "objects": ['
    between = "\n    "
    for page in _rows(report, pages, left):
        texts = [json.dumps(row, ensure_ascii=False) for row in page]
        yield between + ",\n    ".join(texts)
        between = ",\n    "
    yield "\n  ]\n}\n"


def report_document(report: AuditReport) -> dict[str, object]:
    """Return the facts and the counts for JSON; times in ISO 8601, sizes in bytes."""
    facts = report.facts
    default = facts.default
    return {
        "uri": report.uri,
        "versions": facts.scope.versions,
        "region": facts.region,
        "started": _iso(facts.started),
        "ended": _iso(facts.ended),
        "made_by": facts.maker.user or None,
        "identity": facts.maker.who or None,
        "default_encryption": default
        and {
            "algorithm": default.algorithm,
            "kms_key": default.key,
            "bucket_key": default.bucket_key,
        },
        "required": str(report.requirement) if report.requirement else None,
        "complies": _complies(report),
        "total": {"objects": report.summary.objects, "bytes": report.summary.bytes},
        "all_listed": facts.all_listed,
        "not_looked_at": report.summary.unreadable + report.unchecked,
        "not_reported": report.summary.not_reported,
        "kms_key_not_usable": report.unusable_keys,
        "not_yet_looked_at": report.unchecked,
        "delete_markers": facts.delete_markers,
        "summary": [_summary_row(report, one) for one in report.summary.group_counts],
    }


def _summary_row(report: AuditReport, count: GroupCount) -> dict[str, object]:
    group, compliance = count.group, report.judge(count.group)
    named = report.keys.get(group.key or "")
    return {
        "encryption": group.kind.value,
        "algorithm": group.algorithm,
        "kms_key": group.key,
        "kms_key_state": named.state if named else None,
        "name": untranslated(group_message(group, report.keys)),
        "error": group.error or None,
        "objects": count.objects,
        "bytes": count.bytes,
        "judgement": compliance.value if compliance else None,
    }


def _complies(report: AuditReport) -> bool | None:
    """Whether all objects comply; None without a requirement, or if that can't be told (yet)."""
    if report.requirement is None:
        return None
    if report.judged(Compliance.VIOLATES):
        return False
    is_clear = report.is_complete and not report.judged(Compliance.CANNOT_TELL)
    return True if is_clear else None


def _iso(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()
