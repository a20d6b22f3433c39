"""What a dry run says: the way of each object, what it takes, and what copies can't keep."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from s3enc_gui.domain.preflight.check import Check, Status
from s3enc_gui.domain.reencryption.dry_run import Count, DryRun
from s3enc_gui.domain.reencryption.way import Choice, Way
from s3enc_gui.domain.uploads.parts import USUAL_PART
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.wording.formats import format_count, format_size, objects_text
from s3enc_gui.wording.preflight import status_text, subject_text
from s3enc_gui.wording.reencryption.labels import reason_text, way_text

_ORDER = (Way.UPDATE, Way.COPY, Way.PARTS, Way.NOTHING, Way.CANNOT)


def way_rows(dry_run: DryRun) -> list[tuple[str, str, str]]:
    """Return way (with the reason), objects and bytes, as texts; changes first."""
    return [
        (_choice_text(choice), format_count(count.objects), format_size(count.bytes))
        for choice, count in _ordered(dry_run)
    ]


def _ordered(dry_run: DryRun) -> list[tuple[Choice, Count]]:
    return sorted(dry_run.counts.items(), key=lambda one: _rank(one[0]))


def _rank(choice: Choice) -> tuple[int, str]:
    return _ORDER.index(choice.way), choice.reason.value


def _choice_text(choice: Choice) -> str:
    if not choice.reason:
        return way_text(choice.way)
    return f"{way_text(choice.way)}: {reason_text(choice.reason)}"


def effects(dry_run: DryRun) -> Iterator[str]:
    """Yield what the change takes and what it brings with it, in sentences."""
    if not dry_run.changes.objects:
        yield _("There is nothing to change.")
        return
    cost = dry_run.cost
    yield _(
        "Requests: {writes:,} (PUT, COPY) and {reads:,} (GET, HEAD). AWS KMS: up to {kms:,}; fewer"
        " with S3 Bucket Keys."
    ).format(writes=cost.writes, reads=cost.reads, kms=cost.kms)
    if dry_run.of((Way.UPDATE,)).objects:
        yield _(
            "What is changed in place keeps its date, ETag, version and storage class. Nothing is"
            " copied or replicated."
        )
    yield from _of_copies(dry_run, dry_run.copies)
    if dry_run.old_versions:
        yield ngettext(
            "{count:,} of them is an older version.",
            "{count:,} of them are older versions.",
            dry_run.old_versions,
        ).format(count=dry_run.old_versions)
    if dry_run.client_side:
        yield _(
            "{objects} were also encrypted before the upload. That encryption stays as it is."
        ).format(objects=objects_text(dry_run.client_side))


def _of_copies(dry_run: DryRun, copies: Count) -> Iterator[str]:
    if not copies.objects:
        return
    yield _(
        "Copies keep metadata, tags, storage class and Object Lock. They get a new date and maybe"
        " another ETag, and their ACLs are reset. They set off event notifications and replication."
    )
    yield _(
        "S3 doesn't report encryption contexts: copies keep those of objects that were uploaded"
        " from this computer."
    )
    yield _(
        "Where S3 reports no checksum that proves a copy, objects up to {size} are read before and"
        " afterwards. Larger ones are reported as not verified."
    ).format(size=format_size(USUAL_PART))
    if dry_run.of((Way.PARTS,)).objects:
        yield _("Copies in parts don't keep annotations: objects that have some aren't changed.")
    if dry_run.versioned:
        yield _(
            "The bucket keeps versions: each copy is a new version, and the older ones stay as they"
            " are. They take {size} of storage more."
        ).format(size=format_size(copies.bytes))
    elif dry_run.versioned is None:
        yield _(
            "It isn't known whether the bucket keeps versions. If it does, the copies take {size}"
            " of storage more."
        ).format(size=format_size(copies.bytes))


def check_lines(checks: Iterable[Check]) -> Iterator[str]:
    """Yield what will fail or can't be checked, and what else was found, one per line."""
    for check in checks:
        line = _("{subject}: {finding}").format(
            subject=subject_text(check.subject), finding=check.text
        )
        if check.status is not Status.FINE:
            line = _("{status}. {line}").format(status=status_text(check.status), line=line)
        yield line


def dry_run_text(dry_run: DryRun, checks: Collection[Check] = ()) -> str:
    """Return the ways, one per line, what the change takes, and the checks."""
    lines = [
        _("{way}: {objects}, {size}").format(
            way=_choice_text(choice),
            objects=objects_text(count.objects),
            size=format_size(count.bytes),
        )
        for choice, count in _ordered(dry_run)
    ]
    found = ("", *check_lines(checks)) if checks else ()
    return "\n".join((*lines, "", *effects(dry_run), *found))
