"""What is said before something is deleted, and afterwards."""

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

ERROR = AppError("Denied", "You may not.", "Ask.", "AccessDenied")
MARKER = ObjectRef("in/a.txt", "m", is_marker=True)
OLD_MARKER = ObjectRef("in/a.txt", "o", is_latest=False, is_marker=True)
VERSION = ObjectRef("in/a.txt", "v", "etag", 1500, is_latest=False)
MANY = DeletionChoice(objects=200)
FOR_GOOD = "The version is deleted for good: nothing brings it back."
MANY_FOR_GOOD = "The versions are deleted for good: nothing brings them back."
BACK = "the newest version that is left is the object again."


def asked(count, chosen, *, all_versions=False):
    return deletion.delete_question(count, chosen, all_versions=all_versions)


def ended(deleted, chosen=MANY, versioning=None, **more):
    return deletion.deleted_summary(deleted, chosen, versioning, **more)


@pytest.mark.parametrize("state", [*Versioning, None])
def test_every_state_of_versions_says_what_deleting_means(qapp, state):
    question, meaning = asked(DeletionCount(2, 1500, 0, state), DeletionChoice(objects=2))
    assert question == "Delete 2 objects, 1.5 KB?"
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
def test_the_end_of_deleting(qapp, deleted, title, tone):
    error, shown = ended(deleted)
    assert (error.title, shown) == (title, tone)


def test_one_that_was_not_deleted_is_named_with_the_reason(qapp):
    deleted = DeletionResult(0, 1, (NotDeleted("in/a.txt", None, ERROR),))
    error, tone = ended(deleted)
    assert error == AppError("“a.txt” was not deleted", "Denied. You may not.", "Ask.", ERROR.code)
    assert tone == "error"


def test_what_breaks_off_half_way_tells_what_was_done_and_why(qapp):
    error, _ = ended(DeletionResult(200, complete=False, error=ERROR))
    assert (error.title, error.hint) == ("Not everything was deleted", ERROR.hint)
    assert error.detail.startswith("200 objects deleted. Denied.")


def about(*objects, folders=()):
    """Ask about versions and markers chosen one by one in a bucket that keeps versions."""
    markers = sum(one.is_marker for one in objects)
    size = sum(one.size for one in objects)
    count = DeletionCount(len(objects) - markers, size, markers, Versioning.ENABLED)
    return asked(count, DeletionChoice.of(objects, folders))


def test_deleting_a_delete_marker_brings_the_object_back(qapp):
    question, meaning = about(MARKER)
    assert question == "Delete the delete marker of “a.txt”?"
    assert meaning == f"The marker hides the object: without it, {BACK} Nothing is lost."


def test_a_marker_below_a_newer_version_changes_nothing(qapp):
    assert about(OLD_MARKER)[1] == (
        "The marker is not the newest version: the object stays as it is."
    )


def test_one_version_is_spoken_of_as_one(qapp):
    assert about(VERSION) == ("Delete this version of “a.txt”, 1.5 KB?", FOR_GOOD)
    assert about(VERSION, VERSION) == ("Delete 2 versions, 3 KB?", MANY_FOR_GOOD)


def test_of_versions_and_markers_together_each_is_told(qapp):
    question, meaning = about(VERSION, MARKER, OLD_MARKER)
    assert question == "Delete 1 version, 1.5 KB and 2 delete markers?"
    assert meaning.startswith(f"{FOR_GOOD} A marker that is the newest version hides its object")
    assert meaning.endswith(BACK)  # and not that nothing is lost


def test_folders_beside_versions_are_told_apart(qapp):
    _, meaning = about(VERSION, folders=("in/x/",))
    assert meaning.startswith(f"{FOR_GOOD} Of the folders: The bucket keeps versions")


def test_where_no_versions_are_kept_the_only_one_is_the_object(qapp):
    chosen = DeletionChoice.of([ObjectRef("in/a.txt", "null", "etag", 5)], ())
    question, meaning = asked(DeletionCount(1, 5, 0, Versioning.OFF), chosen)
    assert question == "Delete “a.txt”, 5 bytes?"
    assert meaning == deletion.VERSIONING_TEXTS[Versioning.OFF]


def test_all_versions_are_counted_as_such(qapp):
    chosen = DeletionChoice(objects=1, name="a.txt")
    question, meaning = asked(DeletionCount(4, 1500, 1), chosen, all_versions=True)
    assert question == "Delete 4 versions, 1.5 KB and 1 delete marker?"
    assert meaning == "All versions are deleted for good: nothing brings them back."


def test_a_folder_is_named_with_what_is_in_it(qapp):
    question, _ = asked(DeletionCount(2, 1500), DeletionChoice.of((), ("in/x/",)))
    assert question == "Delete the folder “x” with 2 objects, 1.5 KB?"


MARKED = (
    "They have delete markers now: to bring them back, show all versions and delete the markers."
)


@pytest.mark.parametrize(
    ("chosen", "versioning", "all_versions", "told"),
    [
        (DeletionChoice(objects=2), Versioning.OFF, False, "2 objects."),
        (DeletionChoice(objects=2), None, False, "2 objects."),
        (DeletionChoice(objects=2), Versioning.ENABLED, False, f"2 objects. {MARKED}"),
        (
            DeletionChoice(folders=1, name="x"), Versioning.ENABLED, False,
            f"the folder “x”, 2 objects. {MARKED}",
        ),
        (DeletionChoice(folders=1, name="x"), None, True, "the folder “x”, 2 versions."),
        (DeletionChoice(objects=1, name="a"), Versioning.ENABLED, True, "“a”, 2 versions."),
        (DeletionChoice(versions=2), Versioning.ENABLED, False, "2 versions."),
        (DeletionChoice(versions=2), Versioning.OFF, False, "2 objects."),
        (
            DeletionChoice(versions=1, folders=1), Versioning.ENABLED, False,
            "2 objects and versions.",
        ),
        (
            DeletionChoice(objects=2), Versioning.SUSPENDED, False,
            "2 objects. Older versions, if there are any, are kept below delete markers.",
        ),
        (
            DeletionChoice(versions=1, markers=1, hiding=1), Versioning.ENABLED, False,
            "1 version and 1 delete marker. What a marker hid is back, with the newest version that"
            " is left.",
        ),
    ],
)  # fmt: skip
def test_what_is_deleted_is_told_with_the_way_back(qapp, chosen, versioning, all_versions, told):
    error, tone = ended(DeletionResult(2), chosen, versioning, all_versions=all_versions)
    title = "Deleted for good" if all_versions else "Deleted"
    assert (error.title, error.detail, tone) == (title, told, "ok")


def test_a_marker_that_is_deleted_says_that_the_object_is_back(qapp):
    error, _ = ended(DeletionResult(1), DeletionChoice.of([MARKER], ()), Versioning.ENABLED)
    assert error.detail == f"the delete marker of “a.txt”. The {BACK.removeprefix('the ')}"
    error, _ = ended(DeletionResult(1), DeletionChoice.of([VERSION], ()), Versioning.ENABLED)
    assert error.detail == "a version of “a.txt”."


def test_what_could_not_be_deleted_at_all_is_named(qapp):
    for chosen, told in (
        (DeletionChoice.of([VERSION], ()), "“a.txt” was not deleted"),
        (DeletionChoice.of((), ["in/x/"]), "The folder “x” was not deleted"),
        (MANY, "Nothing was deleted"),
    ):
        error = deletion.delete_refusal(ERROR, chosen)
        assert error == AppError(told, "Denied. You may not.", "Ask.", ERROR.code)
