"""What the administrator doesn't allow can't be chosen in the wizard, and is marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.keys.kms_key import KeyDescription, Usability
from s3enc_gui.domain.managed.managed_settings import AllowedEncryption, ManagedSettings
from s3enc_gui.jobs.keys import DescribedKey, DescribeKeys
from s3enc_gui.jobs.listing.buckets import ReadBucket
from tests.gui.uploads.conftest import ARN, OLD_KEY, TEST_KEY, facts

KMS, AES = Encryption.SSE_KMS, Encryption.SSE_S3
ONLY_AES = (AllowedEncryption(AES),)
ONLY_KEY = (AllowedEncryption(KMS, (ARN + TEST_KEY,)),)


def managed(*encryption):
    return ManagedSettings("/etc/s3enc/policy.json", encryption=encryption)


@pytest.fixture
def group(wizard, runner):
    def group(*encryption, **given):
        read = replace(facts(**given), managed=managed(*encryption))
        runner.handle_of(ReadBucket).succeed(read)
        return wizard.properties.encryption

    return group


def test_other_kinds_are_disabled(wizard, group):
    fields = group(*ONLY_AES)
    assert [kind for kind, one in fields.kinds.items() if one.isEnabled()] == [AES]
    assert fields.kinds[KMS].toolTip() == "Set by your administrator"
    assert fields.lock.text() == (
        "Set by your administrator. Allowed: Amazon S3 master-key (SSE-S3)."
    )
    assert not fields.lock.isHidden()
    assert wizard.draft.problem() is None


@pytest.mark.parametrize(
    ("last", "default"),
    [
        (EncryptionChoice(KMS, ARN + OLD_KEY), None),  # remembered
        (EncryptionChoice(Encryption.BUCKET_DEFAULT), None),
        (None, BucketEncryption("aws:kms", ARN + OLD_KEY)),
        (None, None),
    ],
)
def test_the_preselection_is_allowed(wizard, group, last, default):
    group(*ONLY_KEY, last=last, default=default)
    choice = wizard.draft.choice()
    assert (choice.kind, choice.key) == (KMS, ARN + TEST_KEY)
    assert wizard.draft.problem() is None


def test_an_allowed_choice_is_kept(wizard, group):
    group(*ONLY_AES, AllowedEncryption(KMS), last=EncryptionChoice(KMS, ARN + OLD_KEY))
    assert wizard.draft.choice().key == ARN + OLD_KEY


def test_a_forbidden_key_cannot_be_uploaded_with(wizard, group):
    fields = group(*ONLY_KEY)
    fields.key.custom.setText(ARN + OLD_KEY)
    problem = wizard.draft.problem()
    assert problem.code == "PolicyForbids"
    assert not wizard.draft.can_be_sent
    assert not wizard._footer.upload.isEnabled()


def test_switching_to_a_kind_brings_its_key(wizard, group):
    fields = group(AllowedEncryption(AES), *ONLY_KEY)
    assert wizard.draft.choice().kind is AES
    fields.kinds[KMS].click()
    assert wizard.draft.choice().key == ARN + TEST_KEY
    assert wizard.draft.problem() is None


@pytest.mark.parametrize(("key", "allowed"), [(TEST_KEY, True), (OLD_KEY, False)])
def test_an_alias_is_judged_by_the_key_that_it_leads_to(wizard, runner, group, key, allowed):
    fields = group(*ONLY_KEY)
    fields.key.preselect("alias/mine")
    assert wizard.draft.problem() is None  # not known yet
    description = KeyDescription(ARN + key, key, "Enabled", "", "", "CUSTOMER")
    runner.handle_of(DescribeKeys).succeed(
        (DescribedKey("alias/mine", Usability.USABLE, description),)
    )
    assert (wizard.draft.problem() is None) is allowed


def test_a_remedy_chooses_nothing_forbidden(wizard, group):
    fields = group(*ONLY_AES)
    fields.choose(EncryptionChoice(KMS))
    assert wizard.draft.problem().code == "PolicyForbids"


def test_what_was_chosen_before_the_bucket_is_read_is_said(wizard, runner):
    wizard.properties.encryption.kinds[KMS].click()
    runner.handle_of(ReadBucket).succeed(replace(facts(), managed=managed(*ONLY_AES)))
    assert wizard.draft.problem().code == "PolicyForbids"
    wizard.properties.encryption.kinds[AES].click()
    assert wizard.draft.problem() is None


def test_without_a_policy_nothing_is_marked(ready):
    fields = ready.properties.encryption
    assert fields.lock.isHidden()
    assert all(one.isEnabled() and not one.toolTip() for one in fields.kinds.values())


def test_many_keys_are_counted(wizard, group):
    keys = tuple(f"alias/{number}" for number in range(5))
    assert "with 5 keys" in group(AllowedEncryption(KMS, keys)).lock.text()
