"""An audit as one HTML page that needs nothing else: no script, no font, no picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape

from s3enc_gui.domain.audits.audit import Audited, Compliance, Group, GroupCount
from s3enc_gui.domain.audits.report import AuditReport
from s3enc_gui.wording.audit_colors import group_colors
from s3enc_gui.wording.audit_labels import format_share, objects_text
from s3enc_gui.wording.audit_report import group_label, odd_title, report_default
from s3enc_gui.wording.labels import NOTHING, format_size

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2126; --quiet: #5b6570; --line: #d9dee3;
  --page: #ffffff; --bad: #b3261e; --good: #1a6b35; --edge: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --quiet: #9aa5b1; --line: #39424c;
  --page: #15191d; --bad: #ff8a80; --good: #7bd88f; --edge: #15191d; } }
body { background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, sans-serif;
  max-width: 70rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; }
dt, .quiet { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--quiet);
  font-weight: 600; } th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; } td.n, th.n { text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; } td.name { overflow-wrap: anywhere; }
.bar { display: block; width: 100%; height: 1.6rem; margin: .2rem 0 .8rem; }
.bar rect { stroke: var(--edge); stroke-width: 1; vector-effect: non-scaling-stroke; }
.swatch { width: .8rem; height: .8rem; margin-right: .5rem; }
.bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); font-weight: 600; }
code { font: .85em ui-monospace, monospace; color: var(--quiet); }
@media print { body { margin: 0; max-width: none; } }
"""
_NOTHING_SEEN = "No object was looked at"
_JUDGED = {Compliance.COMPLIES: "good", Compliance.VIOLATES: "bad", Compliance.CANNOT_TELL: "bad"}


def html_texts(report: AuditReport, odd: Iterable[Audited], odd_count: int) -> Iterator[str]:
    """Yield the page piece by piece; `odd` are some of the `odd_count` objects worth a look."""
    colors = group_colors(one.group for one in report.summary.group_counts)
    title = f"Encryption of {_shown(report.uri)}"
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n"
    )
    yield _verdict(report)
    yield _facts(report)
    yield from _chart(report, colors)
    yield from _odd(report, odd, odd_count, colors)
    yield "</body></html>\n"


def _verdict(report: AuditReport) -> str:
    if report.requirement is None:
        return ""
    against, open_ = report.judged(Compliance.VIOLATES), report.judged(Compliance.CANNOT_TELL)
    required = _shown(str(report.requirement))
    so_far = "" if report.is_complete else "So far: "
    if against:
        words = f"{objects_text(against)} not encrypted as required: {required}"
        return f'<p class="bad">✘ {so_far}{words}</p>\n'
    if open_:
        words = f"Of {objects_text(open_)} it cannot be told whether they have what is required: "
        return f'<p class="bad">? {so_far}{words}{required}</p>\n'
    if report.is_complete:
        return f'<p class="good">✔ All objects are encrypted as required: {required}</p>\n'
    # Nobody knows of the others.
    words = f"All objects are encrypted as required: {required}"
    return f"<p>{so_far}{words if report.summary.objects else _NOTHING_SEEN}</p>\n"


def _facts(report: AuditReport) -> str:
    facts, summary = report.facts, report.summary
    seen = f"{objects_text(summary.objects)}, {format_size(summary.bytes)}"
    rows = [
        ("Looked at", f"{seen} (all versions)" if facts.scope.versions else seen),
        ("Default encryption of the bucket", report_default(report)),
        ("Region", facts.region or NOTHING),
        ("Begun", _time(facts.started)),
        ("Ended", _time(facts.ended) if facts.ended else "not yet: this is a part"),
    ]
    if facts.delete_markers:
        rows.append(("Delete markers", f"{facts.delete_markers:,}"))
    if summary.not_seen:
        rows.append(("Could not be looked at", objects_text(summary.not_seen)))
    if not report.is_complete:
        left = objects_text(report.not_yet_seen)
        of_those = "" if facts.all_listed else " of those listed so far"
        rows.append(("Not looked at yet", left + of_those))
    inside = "".join(f"<dt>{name}</dt><dd>{_shown(value)}</dd>" for name, value in rows)
    return f"<dl>{inside}</dl>\n"


def _chart(report: AuditReport, colors: dict[Group, str]) -> Iterator[str]:
    summary = report.summary
    yield "<h2>By encryption</h2>\n"
    if not summary.objects:
        nothing = _NOTHING_SEEN if report.not_yet_seen else "There are no objects"
        yield f"<p>{nothing}.</p>\n"
        return
    yield '<div class="quiet">Objects</div>'
    yield _bar(report, colors, [(one, one.objects) for one in summary.group_counts], "objects")
    yield '<div class="quiet">Bytes</div>'
    yield _bar(report, colors, [(one, one.bytes) for one in summary.group_counts], "bytes")
    judged = '<th scope="col">As required</th>' if report.requirement else ""
    yield (
        '<table><thead><tr><th scope="col">Encryption</th><th scope="col" class="n">Objects</th>'
        '<th scope="col" class="n">Share</th><th scope="col" class="n">Bytes</th>'
        f"{judged}</tr></thead><tbody>\n"
    )
    for one in summary.group_counts:
        key = f"<br><code>{_shown(one.group.key)}</code>" if one.group.key else ""
        yield (
            f'<tr><td class="name">{_swatch(colors[one.group])}'
            f"{_shown(group_label(report, one.group))}{key}</td>"
            f'<td class="n">{one.objects:,}</td>'
            f'<td class="n">{format_share(one.objects, summary.objects)}</td>'
            f'<td class="n" title="{one.bytes:,} bytes">{format_size(one.bytes)}</td>'
            f"{_judged_cell(report, one.group)}</tr>\n"
        )
    yield "</tbody></table>\n"


def _bar(
    report: AuditReport, colors: dict[Group, str], parts: list[tuple[GroupCount, int]], unit: str
) -> str:
    total = sum(amount for _, amount in parts) or 1
    left, rectangles = 0.0, []
    for group_count, amount in parts:
        width = 1000 * amount / total
        words = f"{group_label(report, group_count.group)}: {amount:,} {unit}"
        rectangles.append(
            f'<rect x="{left:.3f}" y="0" width="{width:.3f}" height="24"'
            f' fill="{colors[group_count.group]}"><title>{_shown(words)}</title></rect>'
        )
        left += width
    return (
        f'<svg class="bar" viewBox="0 0 1000 24" preserveAspectRatio="none" role="img"'
        f' aria-label="{unit} by encryption">{"".join(rectangles)}</svg>\n'
    )


def _odd(
    report: AuditReport, odd: Iterable[Audited], count: int, colors: dict[Group, str]
) -> Iterator[str]:
    yield f"<h2>{odd_title(report, count)}</h2>\n"
    if not count:
        yield "<p>None.</p>\n"
        return
    yield (
        '<table><thead><tr><th scope="col">Key</th><th scope="col" class="n">Size</th>'
        '<th scope="col">Modified</th><th scope="col">Encryption</th></tr></thead><tbody>\n'
    )
    shown = 0
    for one in odd:
        listed, shown = one.listed, shown + 1
        version = listed.version_id
        note = f"<br><code>{_shown(version)}</code>" if version else ""
        swatch = _swatch(colors.get(one.group, ""))
        yield (
            f'<tr><td class="name">{_shown(listed.key)}{note}</td>'
            f'<td class="n">{format_size(listed.size)}</td>'
            f"<td>{_time(listed.modified)}</td>"
            f"<td>{swatch}{_shown(group_label(report, one.group))}</td>"
            "</tr>\n"
        )
    yield "</tbody></table>\n"
    if shown < count:
        more = f"And {count - shown:,} more: the CSV and JSON exports have all."
        yield f'<p class="quiet">{more}</p>\n'


def _judged_cell(report: AuditReport, group: Group) -> str:
    if report.requirement is None:
        return ""
    compliance = report.judge(group)
    if compliance is None:
        return f"<td>{NOTHING}</td>"
    return f'<td class="{_JUDGED[compliance]}">{compliance.value}</td>'


def _swatch(color: str) -> str:
    return (
        '<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">'
        f'<rect width="10" height="10" rx="2" fill="{color}"/></svg>'
    )


def _shown(text: str) -> str:
    """Return a name from outside as text: no mark-up, and nothing that cannot be seen."""
    seen = "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )
    return escape(seen)


def _time(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S %Z}".strip() if time else NOTHING
