"""An audit as one self-contained HTML page: no script, no font, no external image."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from s3enc_gui.domain.audits.audit import Audited, Compliance
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.domain.encryption.groups import Group, GroupCount, unusable_key_state
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.wording.audits.audit_colors import group_colors
from s3enc_gui.wording.audits.audit_labels import compliance_text
from s3enc_gui.wording.audits.audit_report import group_label, report_default, review_title
from s3enc_gui.wording.formats import NOTHING, format_count, format_share, format_size, objects_text
from s3enc_gui.wording.html_page import END, escaped, fact_list, page_start

_CLASSES = {Compliance.COMPLIES: "good", Compliance.VIOLATES: "bad", Compliance.CANNOT_TELL: "bad"}


def html_texts(report: AuditReport, objects: Iterable[Audited], count: int) -> Iterator[str]:
    """Yield the page in chunks; `objects` are some of the `count` objects to review."""
    colors = group_colors(one.group for one in report.summary.group_counts)
    yield page_start(_("Encryption of {location}").format(location=report.uri))
    yield _verdict(report)
    yield _facts(report)
    yield from _chart(report, colors)
    yield from _objects(report, objects, count, colors)
    yield END


def _verdict(report: AuditReport) -> str:
    warning = _key_warning(report)
    if report.requirement is None:
        return warning
    against, unclear = report.judged(Compliance.VIOLATES), report.judged(Compliance.CANNOT_TELL)
    css, mark, sentence = _sentence(report, against, unclear)
    if not report.is_complete:
        sentence = _("So far: {result}").format(result=sentence)
        if not against and not unclear:
            css, mark = "", ""  # the other objects are not known yet
    css = f' class="{css}"' if css else ""
    return f"<p{css}>{mark}{escaped(sentence)}</p>\n{warning}"


def _key_warning(report: AuditReport) -> str:
    """Return a paragraph on objects that S3 can't decrypt now; they may comply all the same."""
    count = report.unusable_keys
    if not count:
        return ""
    said = ngettext(
        "S3 can't decrypt {count:,} object now: its KMS key isn't usable.",
        "S3 can't decrypt {count:,} objects now: their KMS keys aren't usable.",
        count,
    )
    return f'<p class="bad">⚠ {escaped(said.format(count=count))}</p>\n'


def _sentence(report: AuditReport, against: int, unclear: int) -> tuple[str, str, str]:
    """Return CSS class, mark and sentence of the verdict."""
    requirement = str(report.requirement)
    if against:
        said = ngettext(
            "{count:,} object isn't encrypted as required ({requirement}).",
            "{count:,} objects aren't encrypted as required ({requirement}).",
            against,
        )
        return "bad", "✘ ", said.format(count=against, requirement=requirement)
    if unclear:
        said = ngettext(
            "Can't tell whether {count:,} object is encrypted as required ({requirement}).",
            "Can't tell whether {count:,} objects are encrypted as required ({requirement}).",
            unclear,
        )
        return "bad", "? ", said.format(count=unclear, requirement=requirement)
    if not report.is_complete and not report.summary.objects:
        return "", "", _("No objects were checked.")
    said = _("All objects are encrypted as required ({requirement}).")
    return "good", "✔ ", said.format(requirement=requirement)


def _facts(report: AuditReport) -> str:
    facts, summary = report.facts, report.summary
    amount = f"{objects_text(summary.objects)}, {format_size(summary.bytes)}"
    if facts.scope.versions:
        amount = _("{amount} (all versions)").format(amount=amount)
    rows = [
        (_("Checked"), amount),
        (_("Default encryption of the bucket"), report_default(report)),
        (_("Region"), facts.region or NOTHING),
        (_("Started"), _time(facts.started)),
        (
            _("Ended"),
            _time(facts.ended) if facts.ended else _("Not yet. This is a partial result."),
        ),
    ]
    if facts.maker.user:
        rows.append((_("Made by"), facts.maker.user))
    if facts.maker.who:
        rows.append((_("Identity"), facts.maker.who))
    if facts.delete_markers:
        rows.append((_("Delete markers"), format_count(facts.delete_markers)))
    if summary.not_reported:
        rows.append((_("Not reported by the server"), objects_text(summary.not_reported)))
    if report.unusable_keys:
        rows.append((_("KMS key not usable"), objects_text(report.unusable_keys)))
    if summary.unreadable:
        rows.append((_("Couldn't be checked"), objects_text(summary.unreadable)))
    if not report.is_complete:
        left = objects_text(report.unchecked)
        if not facts.all_listed:
            left = _("{objects} of those listed so far").format(objects=left)
        rows.append((_("Not checked yet"), left))
    return fact_list(rows)


def _chart(report: AuditReport, colors: dict[Group, str]) -> Iterator[str]:
    summary = report.summary
    yield f"<h2>{_html(_('By encryption'))}</h2>\n"
    if not summary.objects:
        unchecked = report.unchecked > 0
        nothing = _("No objects were checked.") if unchecked else _("There are no objects.")
        yield f"<p>{escaped(nothing)}</p>\n"
        return
    counts = [(one, one.objects, objects_text(one.objects)) for one in summary.group_counts]
    sizes = [(one, one.bytes, _bytes_text(one.bytes)) for one in summary.group_counts]
    yield f'<div class="quiet">{_html(_("Objects"))}</div>'
    yield _bar(report, colors, counts, _("Objects by encryption"))
    yield f'<div class="quiet">{_html(_("Bytes"))}</div>'
    yield _bar(report, colors, sizes, _("Bytes by encryption"))
    heads = [
        _head(_("Encryption")),
        *(_head(n, "n") for n in (_("Objects"), _("Share"), _("Bytes"))),
    ]
    if report.requirement:
        heads.append(_head(_("Compliance")))
    yield f"<table><thead><tr>{''.join(heads)}</tr></thead><tbody>\n"
    for one in summary.group_counts:
        key = f"<br><code>{escaped(one.group.key)}</code>" if one.group.key else ""
        yield (
            f'<tr><td class="name">{_swatch(colors[one.group])}'
            f"{_group(report, one.group)}{key}</td>"
            f'<td class="n">{format_count(one.objects)}</td>'
            f'<td class="n">{format_share(one.objects, summary.objects)}</td>'
            f'<td class="n" title="{escaped(_bytes_text(one.bytes))}">'
            f"{escaped(format_size(one.bytes))}</td>"
            f"{_compliance_cell(report, one.group)}</tr>\n"
        )
    yield "</tbody></table>\n"


def _head(name: str, css: str = "") -> str:
    css = f' class="{css}"' if css else ""
    return f'<th scope="col"{css}>{escaped(name)}</th>'


def _bar(
    report: AuditReport,
    colors: dict[Group, str],
    parts: list[tuple[GroupCount, int, str]],
    label: str,
) -> str:
    total = sum(amount for _one, amount, _text in parts) or 1
    left, rectangles = 0.0, []
    for group_count, amount, amount_text in parts:
        width = 1000 * amount / total
        title = f"{group_label(report, group_count.group)}: {amount_text}"
        rectangles.append(
            f'<rect x="{left:.3f}" y="0" width="{width:.3f}" height="24"'
            f' fill="{colors[group_count.group]}"><title>{escaped(title)}</title></rect>'
        )
        left += width
    return (
        f'<svg class="bar" viewBox="0 0 1000 24" preserveAspectRatio="none" role="img"'
        f' aria-label="{escaped(label)}">{"".join(rectangles)}</svg>\n'
    )


def _objects(
    report: AuditReport, objects: Iterable[Audited], count: int, colors: dict[Group, str]
) -> Iterator[str]:
    yield f"<h2>{escaped(review_title(report, count))}</h2>\n"
    if not count:
        yield f"<p>{_html(_('None.'))}</p>\n"
        return
    heads = (
        _head(_("Object")),
        _head(_("Size"), "n"),
        _head(_("Modified")),
        _head(_("Encryption")),
    )
    yield f"<table><thead><tr>{''.join(heads)}</tr></thead><tbody>\n"
    shown = 0
    for one in objects:
        listed, shown = one.listed, shown + 1
        version = listed.version_id
        note = f"<br><code>{escaped(version)}</code>" if version else ""
        swatch = _swatch(colors.get(one.group, ""))
        yield (
            f'<tr><td class="name">{escaped(listed.key)}{note}</td>'
            f'<td class="n">{escaped(format_size(listed.size))}</td>'
            f"<td>{_time(listed.modified)}</td>"
            f"<td>{swatch}{_group(report, one.group)}</td>"
            "</tr>\n"
        )
    yield "</tbody></table>\n"
    if shown < count:
        more = _("And {count:,} more. The CSV and JSON exports list all of them.")
        yield f'<p class="quiet">{_html(more, count=count - shown)}</p>\n'


def _group(report: AuditReport, group: Group) -> str:
    """Return a group's name, marked where its KMS key can't be used."""
    name = escaped(group_label(report, group))
    in_danger = unusable_key_state(group, report.keys)
    return f'<span class="bad">⚠ {name}</span>' if in_danger else name


def _compliance_cell(report: AuditReport, group: Group) -> str:
    if report.requirement is None:
        return ""
    compliance = report.judge(group)
    if compliance is None:
        return f"<td>{NOTHING}</td>"
    return f'<td class="{_CLASSES[compliance]}">{escaped(compliance_text(compliance))}</td>'


def _bytes_text(size: int) -> str:
    return ngettext("{count:,} byte", "{count:,} bytes", size).format(count=size)


def _swatch(color: str) -> str:
    return (
        '<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">'
        f'<rect width="10" height="10" rx="2" fill="{color}"/></svg>'
    )


def _html(message: str, **values: object) -> str:
    """Return a translated message with its values, escaped."""
    return escaped(message.format(**values))


def _time(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S %Z}".strip() if time else NOTHING
