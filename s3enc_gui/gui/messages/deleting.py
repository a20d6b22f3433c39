"""Deleting in words: the question, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.deleting import Chosen, Count, Deleted, NotDeleted, Versioning
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.messages.copying import broken_off, short
from s3enc_gui.gui.messages.counts import amount_text, objects_text
from s3enc_gui.gui.messages.locale import count_text, size_text

VERSIONING_WORDS: dict[Versioning | None, str] = {
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


def count_words(count: Count, *, versions: bool = False) -> str:
    """Return what there is: `3 objects, 1.2 MB`, and the delete markers besides."""
    parts = []
    if count.objects or not count.markers:
        amount = amount_text(count.objects, count.size)
        if versions:
            amount = f"{versions_text(count.objects)}, {size_text(count.size)}"
        parts.append(amount)
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


def delete_question(count: Count, chosen: Chosen, *, all_versions: bool) -> tuple[str, str]:
    """Return what is asked before deleting, and what it means."""
    meaning = _tr(VERSIONING_WORDS[count.versioning])
    if all_versions:
        meaning = _tr("All versions are deleted for good: nothing brings them back.")
    # A bucket that never kept versions lists each object as its only one.
    exact = chosen.is_exact and count.versioning is not Versioning.OFF
    if exact:
        parts = [_versions_meaning(chosen.versions), _markers_meaning(chosen)]
        if chosen.folders:
            parts.append(_tr("Of the folders: {}").format(meaning))
        meaning = " ".join(part for part in parts if part)
    there = count_words(count, versions=all_versions or (exact and not chosen.folders))
    return _question(count, chosen, there, exact=exact, all_versions=all_versions), meaning


def _question(count: Count, chosen: Chosen, there: str, *, exact: bool, all_versions: bool) -> str:
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


def _markers_meaning(chosen: Chosen) -> str:
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


def deleted_summary(deleted: Deleted) -> tuple[AppError, str]:
    """Return what became of it, for a banner."""
    gone = _tr("{} deleted.").format(objects_text(deleted.count))
    if deleted.all_done:
        return AppError(_tr("Deleted"), gone), "ok"
    if (deleted.count, deleted.failed, len(deleted.failures)) == (0, 1, 1) and deleted.complete:
        return _not_deleted(deleted.failures[0]), "error"
    lines = [gone]
    if deleted.failed:
        lines.append(_tr("{} still there.").format(objects_text(deleted.failed)))
        first = deleted.failures[0]
        lines.append(f"{first.key}: {first.error.title}. {first.error.detail}")
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


def _not_deleted(one: NotDeleted) -> AppError:
    name = one.key.rpartition("/")[2] or one.key
    return short(_tr("“{}” was not deleted").format(name), one.error)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Deleting", text)
