"""Texts of deletion: the question before it, and its result."""

from __future__ import annotations

from collections.abc import Iterator

from s3enc_gui.domain.deletion import (
    DeletionChoice,
    DeletionCount,
    DeletionResult,
    NotDeleted,
    Versioning,
)
from s3enc_gui.domain.errors import UNEXPECTED, AppError
from s3enc_gui.gui.messages.copies import interrupted_error, with_reason
from s3enc_gui.gui.messages.counts import both_text, objects_text
from s3enc_gui.gui.messages.locale import count_text, size_text
from s3enc_gui.i18n import N_, AnyText, _, ngettext, text, translate

VERSIONING_TEXTS: dict[Versioning | None, str] = {
    Versioning.OFF: N_("Versioning is off. Deleted objects can't be recovered."),
    Versioning.ENABLED: N_(
        "Versioning is on. Deleted objects get a delete marker and can be restored. They stay"
        " stored, and you keep paying for them."
    ),
    Versioning.SUSPENDED: N_(
        "Versioning is suspended. Older versions are kept. Objects stored since it was "
        "suspended are permanently deleted."
    ),
    None: N_("Can't tell whether the bucket keeps versions. Deletion may be permanent."),
}


def deletion_count_text(count: DeletionCount, *, versions: bool = False, sizes: bool = True) -> str:
    """Return what there is to delete: `3 objects (1.2 MB) and 1 delete marker`."""
    counted = ""
    if count.objects or not count.markers:
        counted = versions_text(count.objects) if versions else objects_text(count.objects)
        counted = f"{counted} ({size_text(count.size)})" if sizes else counted
    return both_text(counted, markers_text(count.markers) if count.markers else "")


def versions_text(count: int) -> str:
    """Return a number of versions: `1 version`, `12,000 versions`."""
    return ngettext("{count} version", "{count} versions", count).format(count=count_text(count))


def markers_text(count: int) -> str:
    """Return a number of delete markers."""
    message = ngettext("{count} delete marker", "{count} delete markers", count)
    return message.format(count=count_text(count))


def delete_question(
    count: DeletionCount, chosen: DeletionChoice, *, all_versions: bool
) -> tuple[str, str]:
    """Return the question before deleting, and the consequences."""
    consequence = translate(VERSIONING_TEXTS[count.versioning])
    if all_versions:
        consequence = _("All versions are permanently deleted and can't be recovered.")
    # Without versioning, each object is listed as its only version.
    exact = chosen.is_exact and count.versioning is not Versioning.OFF
    if exact:
        parts = [_versions_consequence(chosen.versions), _markers_consequence(chosen)]
        if chosen.folders:
            parts.append(_("For the folders: {consequence}").format(consequence=consequence))
        consequence = " ".join(part for part in parts if part)
    content = deletion_count_text(count, versions=all_versions or (exact and not chosen.folders))
    return _question(count, chosen, content, exact=exact, all_versions=all_versions), consequence


def _question(
    count: DeletionCount, chosen: DeletionChoice, content: str, *, exact: bool, all_versions: bool
) -> str:
    if not chosen.name or (all_versions and not chosen.folders):
        return _("Delete {content}?").format(content=content)
    if chosen.folders:
        message = _("Delete the folder “{name}” with {content}?")
        return message.format(name=chosen.name, content=content)
    if chosen.markers:
        return _("Delete the delete marker of “{name}”?").format(name=chosen.name)
    message = (
        _("Delete this version of “{name}” ({size})?") if exact else _("Delete “{name}” ({size})?")
    )
    return message.format(name=chosen.name, size=size_text(count.size))


def _versions_consequence(versions: int) -> str:
    if not versions:
        return ""
    return ngettext(
        "The version is permanently deleted and can't be recovered.",
        "The versions are permanently deleted and can't be recovered.",
        versions,
    )


def _markers_consequence(chosen: DeletionChoice) -> str:
    """Return what deleting the markers does: objects that they hide are restored."""
    if not chosen.markers:
        return ""
    if not chosen.hiding:
        return ngettext(
            "The delete marker isn't the current version. The object doesn't change.",
            "The delete markers aren't current versions. The objects don't change.",
            chosen.markers,
        )
    consequence = ngettext(
        "The delete marker hides the object. Without it, the newest remaining version becomes the"
        " current version.",
        "A delete marker that is the current version hides its object. Without it, the newest"
        " remaining version becomes the current version.",
        chosen.markers,
    )
    return consequence if chosen.versions else f"{consequence} {_('No data is deleted.')}"


def deleted_summary(
    deleted: DeletionResult,
    chosen: DeletionChoice,
    versioning: Versioning | None,
    *,
    all_versions: bool = False,
) -> tuple[AppError, str]:
    """Return the result for a banner; with the way to restore, if there is one."""
    exact = chosen.is_exact and versioning is not Versioning.OFF
    counted = _deleted_text(deleted.count, chosen, exact=exact, all_versions=all_versions)
    if deleted.all_done:
        title = text("Permanently deleted") if all_versions else text("Deleted")
        restore = "" if all_versions else _restore(deleted.count, chosen, versioning, exact=exact)
        return AppError(title, f"{counted}. {restore}".strip()), "ok"
    if (deleted.count, deleted.failed, len(deleted.failures)) == (0, 1, 1) and deleted.complete:
        return _not_deleted(deleted.failures[0]), "error"
    lines = "\n".join([_("Deleted: {what}.").format(what=counted), *_problems(deleted)])
    title = text("Not everything was deleted")
    if deleted.error:
        return interrupted_error(title, lines, deleted.error), "error"
    if not deleted.complete:
        title = text("Stopped before everything was deleted")
    first = deleted.failures[0].error if deleted.failures else AppError("")
    error = AppError(title, lines, first.texts[2], denial=first.denial)
    return error, "error" if deleted.failed else "warning"


def _problems(deleted: DeletionResult) -> Iterator[str]:
    if deleted.failed:
        yield ngettext(
            "{count} object wasn't deleted.", "{count} objects weren't deleted.", deleted.failed
        ).format(count=count_text(deleted.failed))
        first = deleted.failures[0]
        yield f"“{first.key}”: {first.error.title}. {first.error.detail}"
    if deleted.left:
        yield ngettext(
            "The server still lists {count} object that it reported as deleted, or that is new.",
            "The server still lists {count} objects that it reported as deleted, or that are new.",
            deleted.left,
        ).format(count=count_text(deleted.left))


def delete_refusal(error: AppError, chosen: DeletionChoice) -> AppError:
    """Return the message where nothing was deleted, or a bug ended the deletion."""
    title: AnyText
    if error.code == UNEXPECTED:  # some objects may be deleted
        title = text("Not everything was deleted")
    elif chosen.folders and chosen.name:
        title = text("The folder “{name}” wasn't deleted", name=chosen.name)
    elif chosen.name:
        title = text("“{name}” wasn't deleted", name=chosen.name)
    else:
        title = text("Nothing was deleted")
    return with_reason(title, error)


def _deleted_text(count: int, chosen: DeletionChoice, *, exact: bool, all_versions: bool) -> str:
    """Return what is deleted: the name of a single choice, else counts."""
    if all_versions:
        content = versions_text(count)
    elif exact and count == chosen.versions + chosen.markers:
        counted = DeletionCount(chosen.versions, 0, chosen.markers)
        content = deletion_count_text(counted, versions=True, sizes=False)
    elif exact:
        content = _("{count} objects and versions").format(count=count_text(count))
    else:
        content = objects_text(count)
    if not chosen.name or not count:
        return content
    if chosen.folders:
        return _("Folder “{name}”, {content}").format(name=chosen.name, content=content)
    if all_versions:
        return f"“{chosen.name}”, {content}"
    if not exact:
        return f"“{chosen.name}”"
    message = _("Delete marker of “{name}”") if chosen.markers else _("Version of “{name}”")
    return message.format(name=chosen.name)


def _restore(
    count: int, chosen: DeletionChoice, versioning: Versioning | None, *, exact: bool
) -> str:
    """Return how to restore what was deleted, or that deleting restored it; empty if unknown."""
    if exact:
        if not chosen.hiding:
            return ""
        if chosen.name:
            return _("The newest remaining version is now the current version.")
        return _(
            "Objects that a delete marker hid are visible again, with their newest remaining "
            "version."
        )
    if versioning is Versioning.ENABLED and count:
        return ngettext(
            "It now has a delete marker. To restore it later, show all versions and choose"
            " Restore.",
            "They now have delete markers. To restore them later, show all versions and choose"
            " Restore.",
            count,
        )
    if versioning is Versioning.SUSPENDED:
        return _("Older versions, if any, are kept. Delete markers hide them.")
    return ""


def _not_deleted(one: NotDeleted) -> AppError:
    name = one.key.rpartition("/")[2] or one.key
    return with_reason(text("“{name}” wasn't deleted", name=name), one.error)
