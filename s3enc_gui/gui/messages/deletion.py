"""Deleting in words: the question, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.deletion import (
    DeletionChoice,
    DeletionCount,
    DeletionResult,
    NotDeleted,
    Versioning,
)
from s3enc_gui.domain.errors import UNEXPECTED, AppError
from s3enc_gui.gui.messages.copies import because, broken_off
from s3enc_gui.gui.messages.counts import objects_text
from s3enc_gui.gui.messages.locale import count_text, size_text

VERSIONING_TEXTS: dict[Versioning | None, str] = {
    Versioning.OFF: "The bucket keeps no versions: what is deleted is gone for good.",
    Versioning.ENABLED: (
        "The bucket keeps versions: what is deleted gets a delete marker and can be brought back; "
        "it stays stored, and is paid for."
    ),
    Versioning.SUSPENDED: (
        "The bucket’s versioning is suspended: older versions stay, but what was written since "
        "is gone for good."
    ),
    None: "Nobody here may read whether the bucket keeps versions: it may be gone for good.",
}


def deletion_count_text(count: DeletionCount, *, versions: bool = False, sizes: bool = True) -> str:
    """Return what there is: `3 objects, 1.2 MB`, and the delete markers besides."""
    parts = []
    if count.objects or not count.markers:
        things = versions_text(count.objects) if versions else objects_text(count.objects)
        parts.append(f"{things}, {size_text(count.size)}" if sizes else things)
    if count.markers:
        parts.append(markers_text(count.markers))
    return _tr(" and ").join(parts)


def versions_text(count: int) -> str:
    """Say how many versions: `1 version`, `12,000 versions`."""
    return _tr("1 version" if count == 1 else "{} versions").format(count_text(count))


def markers_text(count: int) -> str:
    """Say how many delete markers."""
    words = "1 delete marker" if count == 1 else "{} delete markers"
    return _tr(words).format(count_text(count))


def delete_question(
    count: DeletionCount, chosen: DeletionChoice, *, all_versions: bool
) -> tuple[str, str]:
    """Return what is asked before deleting, and what it means."""
    meaning = _tr(VERSIONING_TEXTS[count.versioning])
    if all_versions:
        meaning = _tr("All versions are deleted for good: nothing brings them back.")
    # A bucket that never kept versions lists each object as its only one.
    exact = chosen.is_exact and count.versioning is not Versioning.OFF
    if exact:
        parts = [_versions_meaning(chosen.versions), _markers_meaning(chosen)]
        if chosen.folders:
            parts.append(_tr("Of the folders: {}").format(meaning))
        meaning = " ".join(part for part in parts if part)
    there = deletion_count_text(count, versions=all_versions or (exact and not chosen.folders))
    return _question(count, chosen, there, exact=exact, all_versions=all_versions), meaning


def _question(
    count: DeletionCount, chosen: DeletionChoice, there: str, *, exact: bool, all_versions: bool
) -> str:
    if not chosen.name or (all_versions and not chosen.folders):
        return _tr("Delete {}?").format(there)
    if chosen.folders:
        return _tr("Delete the folder “{}” with {}?").format(chosen.name, there)
    if chosen.markers:
        return _tr("Delete the delete marker of “{}”?").format(chosen.name)
    words = _tr("Delete this version of “{}”, {}?") if exact else _tr("Delete “{}”, {}?")
    return words.format(chosen.name, size_text(count.size))


def _versions_meaning(versions: int) -> str:
    if versions == 1:
        return _tr("The version is deleted for good: nothing brings it back.")
    return _tr("The versions are deleted for good: nothing brings them back.") if versions else ""


def _markers_meaning(chosen: DeletionChoice) -> str:
    """Say that deleting a marker is the way back, unless a newer version is in its place."""
    if not chosen.markers:
        return ""
    if not chosen.hiding:
        return _tr(
            "The marker is not the newest version: the object stays as it is."
            if chosen.markers == 1
            else "The markers are not the newest versions: the objects stay as they are."
        )
    words = _tr(
        "The marker hides the object: without it, the newest version that is left is the object"
        " again."
        if chosen.markers == 1
        else "A marker that is the newest version hides its object: without it, the newest version"
        " that is left is the object again."
    )
    return words if chosen.versions else f"{words} {_tr('Nothing is lost.')}"


def deleted_summary(
    deleted: DeletionResult,
    chosen: DeletionChoice,
    versioning: Versioning | None,
    *,
    all_versions: bool = False,
) -> tuple[AppError, str]:
    """Return what became of it, for a banner; with the way back, if there is one."""
    exact = chosen.is_exact and versioning is not Versioning.OFF
    gone = _gone_text(deleted.count, chosen, exact=exact, all_versions=all_versions)
    if deleted.all_done:
        title = _tr("Deleted for good") if all_versions else _tr("Deleted")
        way_back = "" if all_versions else _way_back(deleted.count, chosen, versioning, exact=exact)
        return AppError(title, f"{gone}. {way_back}".strip()), "ok"
    if (deleted.count, deleted.failed, len(deleted.failures)) == (0, 1, 1) and deleted.complete:
        return _not_deleted(deleted.failures[0]), "error"
    lines = [_tr("{} deleted.").format(gone)]
    if deleted.failed:
        lines.append(_tr("{} still there.").format(objects_text(deleted.failed)))
        first = deleted.failures[0]
        lines.append(f"“{first.key}”: {first.error.title}. {first.error.detail}")
    if deleted.left:
        lines.append(
            _tr("The server still lists {} that it said it deleted, or that are new.").format(
                objects_text(deleted.left)
            )
        )
    title = _tr("Not everything was deleted")
    if deleted.error:
        return broken_off(title, "\n".join(lines), deleted.error), "error"
    if not deleted.complete:
        title = _tr("Stopped before everything was deleted")
    hint = deleted.failures[0].error.hint if deleted.failures else ""
    return AppError(title, "\n".join(lines), hint), "error" if deleted.failed else "warning"


def delete_refusal(error: AppError, chosen: DeletionChoice) -> AppError:
    """Return the words where nothing was deleted, or something unforeseen ended it."""
    if error.code == UNEXPECTED:  # then nobody knows how far it had come
        title = _tr("Not everything was deleted")
    elif chosen.name:
        words = "The folder “{}” was not deleted" if chosen.folders else "“{}” was not deleted"
        title = _tr(words).format(chosen.name)
    else:
        title = _tr("Nothing was deleted")
    return because(title, error)


def _gone_text(count: int, chosen: DeletionChoice, *, exact: bool, all_versions: bool) -> str:
    """Name what is gone: the one thing that was chosen, else how many."""
    if all_versions:
        there = versions_text(count)
    elif exact and count == chosen.versions + chosen.markers:
        there = deletion_count_text(
            DeletionCount(chosen.versions, 0, chosen.markers), versions=True, sizes=False
        )
    elif exact:
        there = _tr("{} objects and versions").format(count_text(count))
    else:
        there = objects_text(count)
    if not chosen.name or not count:
        return there
    if chosen.folders:
        return _tr("the folder “{}”, {}").format(chosen.name, there)
    if all_versions:
        return _tr("“{}”, {}").format(chosen.name, there)
    if not exact:
        return f"“{chosen.name}”"
    words = _tr("the delete marker of “{}”") if chosen.markers else _tr("a version of “{}”")
    return words.format(chosen.name)


def _way_back(
    count: int, chosen: DeletionChoice, versioning: Versioning | None, *, exact: bool
) -> str:
    """Say how what was deleted comes back, or that it is back; nothing where nobody knows."""
    if exact:
        if not chosen.hiding:
            return ""
        return (
            _tr("The newest version that is left is the object again.")
            if chosen.name
            else _tr("What a marker hid is back, with the newest version that is left.")
        )
    if versioning is Versioning.ENABLED and count:
        return _tr(
            "It has a delete marker now: to bring it back, show all versions and delete the marker."
            if count == 1
            else "They have delete markers now: to bring them back, show all versions and delete"
            " the markers."
        )
    if versioning is Versioning.SUSPENDED:
        return _tr("Older versions, if there are any, are kept below delete markers.")
    return ""


def _not_deleted(one: NotDeleted) -> AppError:
    name = one.key.rpartition("/")[2] or one.key
    return because(_tr("“{}” was not deleted").format(name), one.error)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Deleting", text)
