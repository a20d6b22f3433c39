"""What a dry run says: the way of each object, what it takes, and what copies can't keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from s3enc_gui.domain.preflight.check import Check, Status
from s3enc_gui.domain.reencryption.dry_run import Count, DryRun
from s3enc_gui.domain.reencryption.way import Choice, Way
from s3enc_gui.domain.uploads.parts import USUAL_PART
from s3enc_gui.i18n import N_, _, ngettext, translate
from s3enc_gui.wording.formats import format_count, format_size
from s3enc_gui.wording.labels import capitalized
from s3enc_gui.wording.preflight import status_text, subject_text
from s3enc_gui.wording.reencryption.labels import reason_text, way_text

_ORDER = (Way.UPDATE, Way.COPY, Way.PARTS, Way.NOTHING, Way.CANNOT)
_EFFECTS = (
    N_("Requests"),
    N_("AWS KMS requests"),
    N_("Storage"),
    N_("In place"),
    N_("Copies"),
    N_("Encryption contexts"),
    N_("Verification"),
    N_("Annotations"),
    N_("Older versions"),
    N_("Client-side encryption"),
)
_INDENT = "\u2003"  # em space


def way_rows(dry_run: DryRun) -> list[tuple[str, str, str]]:
    """Return way (with the reason), objects and bytes, as texts; changes first."""
    return [
        (_choice_text(choice), format_count(count.objects), format_size(count.bytes))
        for choice, count in _ordered(dry_run)
    ]


def grouped_rows(dry_run: DryRun) -> list[tuple[str, str, str]]:
    """Return the same; several reasons are indented below the sum of what can't be changed."""
    reasons = [one for one in _ordered(dry_run) if one[0].reason]
    if len(reasons) < 2:
        return way_rows(dry_run)
    rows = way_rows(DryRun({key: one for key, one in _ordered(dry_run) if not key.reason}))
    rows += way_rows(DryRun({Choice(Way.CANNOT): dry_run.of((Way.CANNOT,))}))
    for choice, count in reasons:
        name = f"{_INDENT}{capitalized(reason_text(choice.reason))}"
        rows.append((name, format_count(count.objects), format_size(count.bytes)))
    return rows


def _ordered(dry_run: DryRun) -> list[tuple[Choice, Count]]:
    return sorted(dry_run.counts.items(), key=lambda one: _rank(one[0]))


def _rank(choice: Choice) -> tuple[int, str]:
    return _ORDER.index(choice.way), choice.reason.value


def _choice_text(choice: Choice) -> str:
    if not choice.reason:
        return way_text(choice.way)
    return f"{way_text(choice.way)}: {reason_text(choice.reason)}"


def effect_names() -> Iterator[str]:
    """Yield the names of all effects."""
    yield from map(translate, _EFFECTS)


def costs(dry_run: DryRun) -> Iterator[tuple[str, str]]:
    """Yield what the change takes, with its name."""
    if not dry_run.changes.objects:
        return
    cost = dry_run.cost
    yield (
        _("Requests"),
        _("{writes:,} (PUT, COPY) and {reads:,} (GET, HEAD).").format(
            writes=cost.writes, reads=cost.reads
        ),
    )
    if cost.kms:
        kms = _("Up to {count:,}. With S3 Bucket Keys there are fewer.")
        yield _("AWS KMS requests"), kms.format(count=cost.kms)
    if dry_run.copies.objects and dry_run.versioned is not False:
        yield _("Storage"), _storage(dry_run)


def _storage(dry_run: DryRun) -> str:
    if dry_run.versioned:
        more = _(
            "{size} more. The bucket keeps versions: each copy is a new version, and the older ones"
            " stay as they are."
        )
    else:
        more = _(
            "{size} more if the bucket keeps versions. S3enc couldn't find out whether it does."
        )
    return more.format(size=format_size(dry_run.copies.bytes))


def consequences(dry_run: DryRun) -> Iterator[tuple[str, str]]:
    """Yield what stays and what changes besides the encryption, with the name of each."""
    if dry_run.of((Way.UPDATE,)).objects:
        yield (
            _("In place"),
            _("Date, ETag, version and storage class stay. Nothing is copied or replicated."),
        )
    if dry_run.copies.objects:
        yield (
            _("Copies"),
            _(
                "Metadata, tags, storage class and Object Lock stay. The date is new, the ETag may"
                " be, and ACLs are reset. They trigger event notifications and replication."
            ),
        )


def details(dry_run: DryRun) -> Iterator[tuple[str, str]]:
    """Yield what concerns few objects, or is about how they are verified, with its name."""
    if dry_run.copies.objects:
        if contexts := _contexts(dry_run):
            yield _("Encryption contexts"), contexts
        yield (
            _("Verification"),
            _(
                "Where S3 reports no checksum that proves a copy, objects up to {size} are read"
                " before and afterwards. Larger ones are reported as not verified."
            ).format(size=format_size(USUAL_PART)),
        )
    if dry_run.of((Way.PARTS,)).objects:
        yield (
            _("Annotations"),
            _("Copies in parts don't keep them: objects that have some aren't changed."),
        )
    if dry_run.old_versions:
        older = ngettext(
            "{count:,} of the objects is an older version.",
            "{count:,} of the objects are older versions.",
            dry_run.old_versions,
        )
        yield _("Older versions"), older.format(count=dry_run.old_versions)
    if dry_run.client_side:
        before = ngettext(
            "{count:,} object was also encrypted before the upload. That encryption stays as it"
            " is.",
            "{count:,} objects were also encrypted before the upload. That encryption stays as it"
            " is.",
            dry_run.client_side,
        )
        yield _("Client-side encryption"), before.format(count=dry_run.client_side)


def _contexts(dry_run: DryRun) -> str:
    """Return what becomes of encryption contexts; empty: an undo that has nothing to do with any.

    S3 names them only in the response to the request that creates an object.
    """
    found = dry_run.contexts
    if found is None:
        return _(
            "S3 doesn't report them. Copies keep those of objects that were uploaded from this"
            " computer."
        )
    restored = ngettext(
        "{count:,} copy gets back the one that the object had before.",
        "{count:,} copies get back those that the objects had before.",
        found.restored,
    )
    unknown = ngettext(
        "S3 doesn't report them: of {count:,} object, it isn't known which it had. Its copy gets"
        " none.",
        "S3 doesn't report them: of {count:,} objects, it isn't known which they had. Their copies"
        " get none.",
        found.unknown,
    )
    said = ((found.restored, restored), (found.unknown, unknown))
    return " ".join(one.format(count=count) for count, one in said if count)


def effects(dry_run: DryRun) -> Iterator[str]:
    """Yield what the change takes and what it brings with it, one per line."""
    if not dry_run.changes.objects:
        yield _("There is nothing to change.")
        return
    for name, said in (*costs(dry_run), *consequences(dry_run), *details(dry_run)):
        yield _("{name}: {text}").format(name=name, text=said)


def check_lines(checks: Iterable[Check]) -> Iterator[str]:
    """Yield what will fail or can't be checked, and what else was found, one per line."""
    for check in checks:
        line = _("{subject}: {finding}").format(
            subject=subject_text(check.subject), finding=check.text
        )
        if check.status is not Status.FINE:
            line = _("{status}. {line}").format(status=status_text(check.status), line=line)
        yield line
