from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyDescription, Usability
from s3enc_gui.gui.keys.keys_model import CUSTOM_ROW, CUSTOM_TEXT
from s3enc_gui.gui.uploads.fields.option_labels import KIND_HELP
from s3enc_gui.jobs.connections.list_connections import Identify
from s3enc_gui.jobs.keys import DescribedKey, DescribeKeys, ListKeys
from s3enc_gui.jobs.listing.buckets import ReadBucket
from tests.gui.uploads.conftest import ALIASES, ARN, CONNECTION, OLD_KEY, REGION, TEST_KEY, facts

KMS = Encryption.SSE_KMS


def group(wizard):
    return wizard.properties.encryption


def choose(wizard, text):
    combo = group(wizard).key.combo
    combo.setCurrentIndex(combo.findText(text))


def enter_custom(wizard, text):
    choose(wizard, CUSTOM_TEXT)
    group(wizard).key.custom.setText(text)


def described(name, usability=Usability.USABLE):
    description = KeyDescription(ARN + TEST_KEY, TEST_KEY, "Enabled", "", "", "CUSTOMER")
    return DescribedKey(name, usability, description)


@pytest.mark.parametrize("kind", [Encryption.BUCKET_DEFAULT, *BY_HEADER])
def test_every_kind_can_be_chosen_and_is_explained(ready, kind):
    group(ready).kinds[kind].click()
    assert ready.draft.choice().kind is kind
    assert KIND_HELP[kind]


@pytest.mark.parametrize(
    ("default", "last", "choice"),
    [
        (None, None, EncryptionChoice(Encryption.SSE_S3)),
        (BucketEncryption("aws:kms"), None, EncryptionChoice(KMS, None, False)),
        (BucketEncryption("aws:kms", None, True), None, EncryptionChoice(KMS, None, True)),
        (BucketEncryption("AES256"), EncryptionChoice(KMS), EncryptionChoice(KMS, None, False)),
        (BucketEncryption("aws:fsx"), None, EncryptionChoice(Encryption.SSE_S3)),
        (
            BucketEncryption("AES256"),
            EncryptionChoice(Encryption.BUCKET_DEFAULT),
            EncryptionChoice(Encryption.BUCKET_DEFAULT),
        ),
    ],
)
def test_the_preselected_choice(wizard, runner, default, last, choice):
    runner.handle_of(ReadBucket).succeed(facts(default, last))
    assert wizard.draft.choice() == choice


def test_unreadable_bucket_preselects_sse_s3(wizard, runner):
    runner.handle_of(ReadBucket).fail(AppError("No response"))
    assert wizard.draft.choice() == EncryptionChoice(Encryption.SSE_S3)


def test_a_default_key_by_arn_becomes_its_alias(with_keys):
    assert group(with_keys).key.combo.currentText() == "test_key"
    assert with_keys.draft.choice() == EncryptionChoice(KMS, "alias/test_key", True)


def test_a_key_that_is_not_listed_fills_the_custom_field(wizard, runner):
    other = f"{ARN}2ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a333"
    last = EncryptionChoice(KMS, other, False)
    runner.handle_of(ReadBucket).succeed(facts(None, last))
    runner.handle_of(ListKeys).succeed(ALIASES)
    assert group(wizard).key.combo.currentText() == CUSTOM_TEXT
    assert wizard.draft.choice() == last


def test_the_users_choice_is_never_changed(wizard, runner):
    group(wizard).kinds[Encryption.BUCKET_DEFAULT].click()
    runner.handle_of(ReadBucket).succeed(facts(BucketEncryption("aws:kms")))
    assert wizard.draft.choice().kind is Encryption.BUCKET_DEFAULT


def test_keys_are_listed_in_the_buckets_region_and_only_for_kms(ready, runner):
    assert not runner.jobs_of(ListKeys)
    group(ready).kinds[KMS].click()
    group(ready).kinds[Encryption.DSSE_KMS].click()
    assert runner.jobs_of(ListKeys) == [ListKeys(CONNECTION, REGION)]


def test_without_the_buckets_region_the_connections_is_used(wizard, runner):
    group(wizard).kinds[KMS].click()
    runner.handle_of(ReadBucket).succeed(facts(region=None))
    assert not runner.jobs_of(ListKeys)
    runner.handle_of(Identify).fail(AppError("Not signed in"))
    assert runner.jobs_of(ListKeys) == [ListKeys(CONNECTION, "us-east-1")]


def test_busy_indicator_while_keys_are_listed(ready, runner):
    ready.go_next()
    group(ready).kinds[KMS].click()
    assert group(ready).key._busy.isVisible()
    runner.handle_of(ListKeys).progressed.emit((ALIASES,))
    assert group(ready).key.combo.findText("test_key") == 2
    runner.handle_of(ListKeys).succeed(ALIASES)
    assert not group(ready).key._busy.isVisible()


def test_without_permission_to_list_keys_the_custom_field_works(ready, runner):
    group(ready).kinds[KMS].click()
    runner.handle_of(ListKeys).fail(AppError("Access denied", "kms:ListAliases is denied."))
    assert group(ready).key.combo.findText("Can't list your keys") == 1
    assert "kms:ListAliases" in group(ready).key._key_note.text()
    enter_custom(ready, "alias/mine")
    assert ready.draft.choice().key == "alias/mine"
    assert ready.draft.can_be_sent


@pytest.mark.parametrize(
    "text", ["", "nonsense", "arn:aws:kms::1:key/x", "alias/aws/ebs", f"{ARN}x"]
)
def test_a_malformed_key_stops_the_upload(with_keys, text):
    enter_custom(with_keys, text)
    assert not with_keys._footer.upload.isEnabled()
    assert bool(group(with_keys).key.custom.property("invalid")) is bool(text)


OTHER_NAMES = ["my-key", "arn:aws:kms:my-key", "vault-key-7", "crn:v1:bluemix:x", "test_key"]


@pytest.fixture
def elsewhere(wizard, runner):
    """The wizard with a bucket of an S3-compatible server."""
    runner.handle_of(ReadBucket).succeed(facts(amazon=False))
    group(wizard).kinds[KMS].click()
    return wizard


@pytest.mark.parametrize("text", OTHER_NAMES)
def test_away_from_amazon_a_key_may_have_any_name(elsewhere, runner, qtbot, text):
    enter_custom(elsewhere, f" {text} ")
    assert elsewhere.draft.choice().key == text
    assert elsewhere.draft.can_be_sent
    note = group(elsewhere).key._custom_note
    assert note.text().startswith(f"“{text}” isn't the name of an AWS KMS key.")
    assert note.property("tone") == ""
    assert not group(elsewhere).key.custom.property("invalid")
    qtbot.waitUntil(lambda: not group(elsewhere).key._typing_timer.isActive())
    assert not runner.jobs_of(DescribeKeys)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("arn:aws:kms:eu-west-1:123:key/x", "doesn't have 12 digits"),
        ("alias/white space", "use letters, digits"),
        ("test_key", "enter alias/test_key"),
    ],
)
def test_a_name_that_looks_like_one_of_aws_is_taken_and_says_so(elsewhere, text, piece):
    enter_custom(elsewhere, text)
    assert elsewhere.draft.can_be_sent
    assert piece in group(elsewhere).key._custom_note.text()


@pytest.mark.parametrize("text", ["", "ключ"])
def test_away_from_amazon_a_name_must_be_sendable(elsewhere, text):
    enter_custom(elsewhere, text)
    assert not elsewhere.draft.can_be_sent


def test_away_from_amazon_a_key_of_another_region_is_an_error(elsewhere):
    enter_custom(elsewhere, f"arn:aws:kms:us-east-1:123456789012:key/{TEST_KEY}")
    assert "a different Region" in group(elsewhere).key._custom_note.text()


def test_a_default_key_of_any_name_is_preset(wizard, runner):
    default = BucketEncryption("aws:kms", "arn:aws:kms:my-key")
    runner.handle_of(ReadBucket).succeed(facts(default, amazon=False))
    assert wizard.draft.choice() == EncryptionChoice(KMS, "arn:aws:kms:my-key", False)
    assert group(wizard).key.combo.currentText() == CUSTOM_TEXT
    assert wizard.draft.can_be_sent


def test_at_an_unknown_server_the_name_is_checked_when_the_upload_starts(wizard, runner):
    runner.handle_of(ReadBucket).fail(AppError("No response"))
    group(wizard).kinds[KMS].click()
    enter_custom(wizard, "my-key")
    assert wizard.draft.can_be_sent


def test_the_example_is_an_arn_of_the_buckets_region(wizard, runner):
    runner.handle_of(ReadBucket).succeed(facts(region="cn-north-1"))
    shown = group(wizard).key.custom.placeholderText()
    assert shown.startswith("arn:aws-cn:kms:cn-north-1:")


def test_a_key_of_another_region_is_an_error_at_once(with_keys):
    enter_custom(with_keys, f"arn:aws:kms:us-east-1:123456789012:key/{TEST_KEY}")
    assert "a different Region" in group(with_keys).key._custom_note.text()
    assert not with_keys.draft.can_be_sent


@pytest.mark.parametrize("text", [ARN + TEST_KEY, TEST_KEY, "alias/x", f"{ARN[:-4]}alias/x"])
def test_a_custom_key_in_any_form(with_keys, qtbot, runner, text):
    enter_custom(with_keys, text)
    assert with_keys.draft.choice().key == text
    qtbot.waitUntil(lambda: not group(with_keys).key._typing_timer.isActive())
    assert DescribeKeys(CONNECTION, REGION, (text,)) in runner.started


def test_a_key_is_described_only_once(with_keys, runner):
    assert runner.jobs_of(DescribeKeys) == [
        DescribeKeys(CONNECTION, REGION, (ARN + TEST_KEY,)),
        DescribeKeys(CONNECTION, REGION, (TEST_KEY,)),
    ]
    runner.succeed((described(TEST_KEY),))
    choose(with_keys, "aws/s3")
    choose(with_keys, "test_key")
    assert len(runner.jobs_of(DescribeKeys)) == 2
    assert with_keys.draft.resolved_key() == ARN + TEST_KEY


@pytest.mark.parametrize("name", ["alias/aws/s3", f"{ARN[:-4]}alias/aws/s3"])
def test_aws_s3_is_never_described(with_keys, runner, qtbot, name):
    choose(with_keys, "aws/s3")
    enter_custom(with_keys, name)
    qtbot.waitUntil(lambda: not group(with_keys).key._typing_timer.isActive())
    asked = [name for job in runner.jobs_of(DescribeKeys) for name in job.names]
    assert not [name for name in asked if name.endswith("aws/s3")]
    assert with_keys.draft.can_be_sent


@pytest.mark.parametrize("usability", [u for u in Usability if not u.can_be_chosen])
def test_a_key_found_unusable_after_it_was_chosen(with_keys, runner, usability):
    with_keys.go_next()
    choose(with_keys, "old_key")
    assert with_keys.draft.can_be_sent
    runner.succeed((DescribedKey(OLD_KEY, usability),))
    assert not with_keys._footer.upload.isEnabled()
    assert not with_keys._footer.next.isEnabled()
    assert group(with_keys).key._key_note.property("tone") == "error"


def test_visible_keys_are_described(with_keys, runner, qtbot):
    with_keys.go_next()
    combo = group(with_keys).key.combo
    runner.succeed((described(TEST_KEY),))
    combo.showPopup()
    qtbot.waitUntil(lambda: runner.started[-1] == DescribeKeys(CONNECTION, REGION, (OLD_KEY,)))
    combo.hidePopup()


def test_another_region_keeps_the_chosen_alias(with_keys, runner):
    field = with_keys.files.destination
    choose(with_keys, "old_key")
    field.bucket.setEditText("overseas")
    field.commit()
    runner.handle_of(ReadBucket).succeed(facts(bucket="overseas", region="us-east-1"))
    assert with_keys.draft.choice().key == "alias/old_key"
    assert group(with_keys).key.combo.current_row() == CUSTOM_ROW
    runner.handle_of(ListKeys).succeed(ALIASES)
    assert group(with_keys).key.combo.currentText() == "old_key"


def test_bucket_key_only_with_sse_kms(with_keys):
    group(with_keys).kinds[Encryption.DSSE_KMS].click()
    assert with_keys.draft.choice() == EncryptionChoice(Encryption.DSSE_KMS, "alias/test_key")
    assert group(with_keys).bucket_key.isHidden()


def test_no_encryption_is_preselected_where_the_server_encrypts_by_itself(wizard, runner):
    default = BucketEncryption("AES256")
    known = replace(facts(default), reports_encryption=False)
    runner.handle_of(ReadBucket).succeed(known)
    assert wizard.draft.choice() == EncryptionChoice(Encryption.BUCKET_DEFAULT)


PAIRS = (("department", "Köln"), ("project", "tax"))


def test_the_encryption_context_is_shown_for_kms_keys_only(ready):
    for kind in (Encryption.BUCKET_DEFAULT, *BY_HEADER):
        group(ready).kinds[kind].click()
        assert group(ready).context.isVisibleTo(group(ready)) is kind.uses_kms


def test_an_encryption_context_is_requested_and_kept_while_another_kind_is_chosen(ready):
    group(ready).kinds[KMS].click()
    ready.draft.context.set_pairs(PAIRS)
    assert ready.draft.choice().context == PAIRS
    group(ready).kinds[Encryption.SSE_S3].click()
    assert ready.draft.choice().context == ()
    group(ready).kinds[Encryption.DSSE_KMS].click()
    assert ready.draft.choice().context == PAIRS


def test_the_encryption_context_of_the_last_choice_is_preselected(wizard, runner):
    runner.handle_of(ReadBucket).succeed(facts(None, EncryptionChoice(KMS, context=PAIRS)))
    assert wizard.draft.choice().context == PAIRS
    wizard.draft.facts = replace(wizard.draft.facts, last_choice=None)
    group(wizard).apply_facts()
    assert not wizard.draft.context.pairs()


def test_an_edited_encryption_context_stays(wizard, runner):
    runner.handle_of(ReadBucket).succeed(facts(None, EncryptionChoice(KMS, context=PAIRS)))
    wizard.draft.context.set_pairs(PAIRS[:1])
    group(wizard).apply_facts()
    assert wizard.draft.choice().context == PAIRS[:1]
    group(wizard).choose(EncryptionChoice(Encryption.SSE_S3))
    group(wizard).kinds[KMS].click()
    assert wizard.draft.choice().context == PAIRS[:1]


def test_the_reserved_name_of_the_encryption_context_prevents_the_upload(ready):
    group(ready).kinds[KMS].click()
    ready.draft.context.set_pairs((("aws:s3:arn", "x"),))
    assert ready.draft.problem().code == "InvalidEncryptionContext"
    assert "reserved" in group(ready).context._about.text()
