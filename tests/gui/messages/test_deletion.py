"""Texts before and after deletion."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.deletion import (
    DeletionChoice,
    DeletionCount,
    DeletionResult,
    NotDeleted,
    Versioning,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.messages import deletion

ERROR = AppError("Denied", "Not allowed.", "Ask.", "AccessDenied")
MARKER = ObjectRef("in/a.txt", "m", is_marker=True)
OLD_MARKER = ObjectRef("in/a.txt", "o", is_latest=False, is_marker=True)
VERSION = ObjectRef("in/a.txt", "v", "etag", 1500, is_latest=False)
MANY = DeletionChoice(objects=200)
PERMANENT = "The version is permanently deleted and can't be recovered."
MANY_PERMANENT = "The versions are permanently deleted and can't be recovered."
RESTORED = "Without it, the newest remaining version becomes the current version."


def asked(count, chosen, *, all_versions=False):
    return deletion.delete_question(count, chosen, all_versions=all_versions)


def ended(deleted, chosen=MANY, versioning=None, **more):
    return deletion.deleted_summary(deleted, chosen, versioning, **more)


@pytest.mark.parametrize("state", [*Versioning, None])
def test_every_versioning_state_has_a_consequence(qapp, state):
    question, meaning = asked(DeletionCount(2, 1500, 0, state), DeletionChoice(objects=2))
    assert question == "Delete 2 objects (1.5 KB)?"
    assert meaning.endswith(".")


@pytest.mark.parametrize(
    ("deleted", "title", "tone"),
    [
        (DeletionResult(2), "Deleted", "ok"),
        (
            DeletionResult(1, 1, (NotDeleted("a", None, ERROR),)),
            "Not everything was deleted",
            "error",
        ),
        (DeletionResult(2, left=1), "Not everything was deleted", "warning"),
        (DeletionResult(2, complete=False), "Stopped before everything was deleted", "warning"),
    ],
)
def test_summary(qapp, deleted, title, tone):
    error, shown = ended(deleted)
    assert (error.title, shown) == (title, tone)


def test_single_failure_has_name_and_reason(qapp):
    deleted = DeletionResult(0, 1, (NotDeleted("in/a.txt", None, ERROR),))
    error, tone = ended(deleted)
    assert error == AppError("“a.txt” wasn't deleted", "Denied. Not allowed.", "Ask.", ERROR.code)
    assert tone == "error"


def test_summary_after_an_error_half_way(qapp):
    error, _ = ended(DeletionResult(200, complete=False, error=ERROR))
    assert (error.title, error.hint) == ("Not everything was deleted", ERROR.hint)
    assert error.detail.startswith("Deleted: 200 objects. Denied.")


def about(*objects, folders=()):
    """Ask about versions and markers chosen one by one in a bucket that keeps versions."""
    markers = sum(one.is_marker for one in objects)
    size = sum(one.size for one in objects)
    count = DeletionCount(len(objects) - markers, size, markers, Versioning.ENABLED)
    return asked(count, DeletionChoice.of(objects, folders))


def test_deleting_a_delete_marker_restores_the_object(qapp):
    question, meaning = about(MARKER)
    assert question == "Delete the delete marker of “a.txt”?"
    assert meaning == f"The delete marker hides the object. {RESTORED} No data is deleted."


def test_noncurrent_delete_marker_changes_nothing(qapp):
    assert about(OLD_MARKER)[1] == (
        "The delete marker isn't the current version. The object doesn't change."
    )


def test_one_and_several_versions(qapp):
    assert about(VERSION) == ("Delete this version of “a.txt” (1.5 KB)?", PERMANENT)
    assert about(VERSION, VERSION) == ("Delete 2 versions (3 KB)?", MANY_PERMANENT)


def test_versions_and_markers_together(qapp):
    question, meaning = about(VERSION, MARKER, OLD_MARKER)
    assert question == "Delete 1 version (1.5 KB) and 2 delete markers?"
    assert meaning.startswith(f"{PERMANENT} A delete marker that is the current version hides its")
    assert meaning.endswith(RESTORED)  # not: no data is deleted


def test_folders_and_versions_together(qapp):
    _, meaning = about(VERSION, folders=("in/x/",))
    assert meaning.startswith(f"{PERMANENT} For the folders: Versioning is on.")


def test_only_version_in_a_bucket_without_versioning(qapp):
    chosen = DeletionChoice.of([ObjectRef("in/a.txt", "null", "etag", 5)], ())
    question, meaning = asked(DeletionCount(1, 5, 0, Versioning.OFF), chosen)
    assert question == "Delete “a.txt” (5 bytes)?"
    assert meaning == deletion.VERSIONING_TEXTS[Versioning.OFF]


def test_all_versions(qapp):
    chosen = DeletionChoice(objects=1, name="a.txt")
    question, meaning = asked(DeletionCount(4, 1500, 1), chosen, all_versions=True)
    assert question == "Delete 4 versions (1.5 KB) and 1 delete marker?"
    assert meaning == "All versions are permanently deleted and can't be recovered."


def test_folder_has_its_name_and_content(qapp):
    question, _ = asked(DeletionCount(2, 1500), DeletionChoice.of((), ("in/x/",)))
    assert question == "Delete the folder “x” with 2 objects (1.5 KB)?"


MARKED = (
    "They now have delete markers. To restore them later, show all versions and choose Restore."
)


@pytest.mark.parametrize(
    ("chosen", "versioning", "all_versions", "detail"),
    [
        (DeletionChoice(objects=2), Versioning.OFF, False, "2 objects."),
        (DeletionChoice(objects=2), None, False, "2 objects."),
        (DeletionChoice(objects=2), Versioning.ENABLED, False, f"2 objects. {MARKED}"),
        (
            DeletionChoice(folders=1, name="x"), Versioning.ENABLED, False,
            f"Folder “x”, 2 objects. {MARKED}",
        ),
        (DeletionChoice(folders=1, name="x"), None, True, "Folder “x”, 2 versions."),
        (DeletionChoice(objects=1, name="a"), Versioning.ENABLED, True, "“a”, 2 versions."),
        (DeletionChoice(versions=2), Versioning.ENABLED, False, "2 versions."),
        (DeletionChoice(versions=2), Versioning.OFF, False, "2 objects."),
        (
            DeletionChoice(versions=1, folders=1), Versioning.ENABLED, False,
            "2 objects and versions.",
        ),
        (
            DeletionChoice(objects=2), Versioning.SUSPENDED, False,
            "2 objects. Older versions, if any, are kept. Delete markers hide them.",
        ),
        (
            DeletionChoice(versions=1, markers=1, hiding=1), Versioning.ENABLED, False,
            "1 version and 1 delete marker. Objects that a delete marker hid are visible again,"
            " with their newest remaining version.",
        ),
    ],
)  # fmt: skip
def test_summary_with_the_way_to_restore(qapp, chosen, versioning, all_versions, detail):
    error, tone = ended(DeletionResult(2), chosen, versioning, all_versions=all_versions)
    title = "Permanently deleted" if all_versions else "Deleted"
    assert (error.title, error.detail, tone) == (title, detail, "ok")


def test_summary_of_a_single_marker_and_version(qapp):
    error, _ = ended(DeletionResult(1), DeletionChoice.of([MARKER], ()), Versioning.ENABLED)
    assert error.detail == (
        "Delete marker of “a.txt”. The newest remaining version is now the current version."
    )
    error, _ = ended(DeletionResult(1), DeletionChoice.of([VERSION], ()), Versioning.ENABLED)
    assert error.detail == "Version of “a.txt”."


def test_refusal_has_the_name(qapp):
    for chosen, title in (
        (DeletionChoice.of([VERSION], ()), "“a.txt” wasn't deleted"),
        (DeletionChoice.of((), ["in/x/"]), "The folder “x” wasn't deleted"),
        (MANY, "Nothing was deleted"),
    ):
        error = deletion.delete_refusal(ERROR, chosen)
        assert error == AppError(title, "Denied. Not allowed.", "Ask.", ERROR.code)
