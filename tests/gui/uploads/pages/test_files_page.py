from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.uploads.review_rows import review_rows
from s3enc_gui.jobs.listing.buckets import BucketFacts, ListBuckets, ReadBucket
from s3enc_gui.jobs.uploads.scan import Scanned, ScanPaths
from s3enc_gui.wording.boto3_code import boto3_code
from tests.gui.uploads.conftest import CONNECTION, facts, found


@pytest.fixture
def page(wizard):
    return wizard.files


@pytest.fixture
def field(page):
    return page.destination


def enter(field, text):
    field.bucket.setEditText(text)
    field.commit()


def test_files_appear_as_they_are_found(page, runner, wizard):
    page.add(["/home"])
    runner.report(Scanned(found("b.txt", "c.txt")), Scanned(found("d.txt")))
    assert page._total.text() == "4 files, 40 bytes"
    assert page._busy.isVisible()
    assert not wizard.draft.can_be_sent
    runner.succeed(Scanned(found("b.txt", "c.txt", "d.txt")))
    assert page._total.text() == "4 files, 40 bytes"
    assert not page._busy.isVisible()


def test_an_unreadable_file_is_reported(page, runner):
    page.add(["/secret"])
    runner.succeed(Scanned((), (AppError("Permission denied", "/secret: denied."),)))
    assert page._banner.isVisible()
    assert page._banner.accessibleName() == "Permission denied"


def test_many_unreadable_files_are_reported_together(page, runner):
    errors = tuple(AppError("Permission denied", f"/secret/{n}") for n in range(12))
    page.add(["/secret"])
    runner.succeed(Scanned((), errors))
    assert page._banner.accessibleName() == "Can't read 12 files or folders"


def test_selected_rows_are_removed(page):
    assert not page.remove.isEnabled()
    page.table.selectAll()
    page.remove.click()
    assert page.table.model().rowCount() == 0


def test_duplicate_names_stop_the_upload(wizard, page, runner):
    runner.handle_of(ReadBucket).succeed(facts())
    page.add(["/elsewhere/a.txt"])
    twin = type(found("a.txt")[0])("/elsewhere/a.txt", "a.txt", 1)
    runner.succeed(Scanned((twin,)))
    assert page._duplicate.isVisible()
    assert not wizard._footer.upload.isEnabled()


def test_buckets_are_listed_and_the_typed_text_stays(field, runner):
    runner.handle_of(ListBuckets).succeed(("a-bucket", "b-bucket"))
    assert [field.bucket.itemText(n) for n in range(2)] == ["a-bucket", "b-bucket"]
    assert field.bucket.currentText() == "my-bucket"


def test_buckets_can_be_entered_without_permission_to_list_them(field, runner):
    runner.handle_of(ListBuckets).fail(AppError("Access denied", code="AccessDenied"))
    assert "Access denied" in field._about_list.text()
    enter(field, "other-bucket")
    assert runner.started[-1] == ReadBucket(CONNECTION, "other-bucket")


@pytest.mark.parametrize(
    ("text", "bucket", "prefix"),
    [
        ("s3://other-bucket/some/where", "other-bucket", "some/where"),
        ("arn:aws:s3:::other-bucket", "other-bucket", "in"),
        (
            "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine",
            "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine",
            "in",
        ),
    ],
)
def test_a_bucket_by_any_of_its_names(wizard, field, text, bucket, prefix):
    enter(field, text)
    assert (wizard.draft.bucket, field.bucket.currentText()) == (bucket, bucket)
    assert (wizard.draft.files.prefix, field.prefix.text()) == (prefix, prefix)


def test_a_pause_in_typing_reads_the_bucket(field, runner, qtbot):
    field.bucket.setEditText("typed-bucket")
    qtbot.waitUntil(lambda: runner.started[-1] == ReadBucket(CONNECTION, "typed-bucket"))


def test_an_invalid_bucket_name_is_reported_below_the_field(field, wizard):
    enter(field, "Not A Bucket")
    assert "isn't a bucket name" in field._about.text()
    assert not wizard._footer.next.isEnabled()


def test_a_bucket_that_does_not_exist(field, wizard, runner):
    runner.handle_of(ReadBucket).fail(AppError("There is no such bucket", code="404"))
    assert "There is no such bucket" in field._about.text()
    assert not wizard._footer.upload.isEnabled()


def test_an_unreadable_bucket_can_be_written(field, wizard, runner):
    runner.handle_of(ReadBucket).fail(AppError("No response", code="ConnectTimeout"))
    assert "No response" in field._about.text()
    assert wizard._footer.upload.isEnabled()


def test_shows_the_default_encryption(field, runner):
    default = BucketEncryption("aws:kms", None, bucket_key=True)
    runner.handle_of(ReadBucket).succeed(facts(default))
    assert field._about.text() == (
        "eu-central-1 · Default encryption: SSE-KMS, aws/s3, S3 Bucket Key on"
    )


def test_the_response_about_the_previous_bucket_is_ignored(field, wizard, runner):
    first = runner.handle_of(ReadBucket)
    enter(field, "other-bucket")
    first.succeed(facts())
    assert not wizard.draft.can_be_sent
    runner.handle_of(ReadBucket).succeed(facts(bucket="other-bucket"))
    assert wizard.draft.can_be_sent


def test_several_scans_run_at_once(page, runner):
    page.add(["/one"])
    one = runner.handles[-1]
    page.add(["/two"])
    one.succeed(Scanned(found("b.txt")))
    assert page._busy.isVisible()
    assert runner.jobs_of(ScanPaths)[-1].paths == ("/two",)


def test_a_prefix_is_kept_exactly_with_a_warning_about_nameless_folders(field, wizard):
    for prefix, warned in (("/abs", True), (" in", False), ("a//b/", True), ("in/", False)):
        field.prefix.setText(prefix)
        line = field._about_prefix
        assert wizard.draft.files.prefix == prefix
        assert (line.isVisible(), "without a name" in line.accessibleName()) == (warned, warned)


def test_the_prefix_of_an_address_is_kept_exactly(field, wizard):
    enter(field, "s3://other-bucket//abs/ ")
    assert (wizard.draft.bucket, wizard.draft.files.prefix) == ("other-bucket", "/abs/ ")


def test_access_points_report_no_default_encryption(field, wizard, runner):
    enter(field, "mine-abc123-s3alias")
    known = BucketFacts("mine-abc123-s3alias", "eu-central-1", None, None)
    runner.handle_of(ReadBucket).succeed(known)
    default = "not available through an access point"
    assert field._about.text() == f"eu-central-1 · Default encryption: {default}"
    line = wizard.properties.encryption._help[Encryption.BUCKET_DEFAULT]
    assert line.text() == f"S3enc requests no encryption. Bucket default: {default}."
    assert wizard._footer.upload.isEnabled()


def test_what_a_server_says_of_the_place_is_shown_and_the_region_of_requests_is_used(
    field, wizard, runner
):
    enter(field, "other-bucket")
    runner.handle_of(ReadBucket).succeed(
        BucketFacts("other-bucket", "auto", None, None, "WEUR", "auto")
    )
    assert field._about.text().startswith("WEUR · ")
    assert ("Region", "WEUR") in review_rows(wizard.draft, wizard.directory.model)
    assert (wizard.draft.region, wizard.draft.key_region) == ("auto", "auto")
    code = boto3_code(wizard.draft.connection, wizard.draft.region, wizard.draft.plan())
    assert "region_name='auto'" in code
