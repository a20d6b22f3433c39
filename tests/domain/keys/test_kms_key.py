from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import (
    KeyAlias,
    KeyDescription,
    KeyForm,
    Usability,
    check_name,
    check_region,
    parse_key_reference,
)

ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
MULTI = "mrk-" + "0123456789abcdef" * 2
OWNER = "arn:aws:kms:eu-west-1:111122223333"
CRN = "crn:v1:bluemix:public:kms:us-south:a/1:2:key:3"


@pytest.mark.parametrize(
    ("text", "form", "name", "region"),
    [
        (ID, KeyForm.KEY_ID, ID, None),
        (ID.upper(), KeyForm.KEY_ID, ID, None),
        (MULTI, KeyForm.KEY_ID, MULTI, None),
        ("alias/test_key", KeyForm.ALIAS, "alias/test_key", None),
        ("alias/aws/s3", KeyForm.ALIAS, "alias/aws/s3", None),
        (f"{OWNER}:key/{ID}", KeyForm.KEY_ARN, ID, "eu-west-1"),
        (f"{OWNER}:key/{MULTI}", KeyForm.KEY_ARN, MULTI, "eu-west-1"),
        (f"{OWNER}:alias/a/b", KeyForm.ALIAS_ARN, "alias/a/b", "eu-west-1"),
        (f"  {OWNER}:alias/x\n", KeyForm.ALIAS_ARN, "alias/x", "eu-west-1"),
        (f"arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/{ID}", KeyForm.KEY_ARN, ID,
         "us-gov-west-1"),
    ],
)  # fmt: skip
def test_valid_references(text, form, name, region):
    reference = parse_key_reference(text)
    assert (reference.form, reference.name, reference.region) == (form, name, region)
    assert reference.text == text.strip()


KEYS = st.one_of(
    st.uuids().map(str),
    st.from_regex(r"alias/[A-Za-z][A-Za-z0-9_-]{0,60}", fullmatch=True),
    st.uuids().map(lambda key: f"{OWNER}:key/{key}"),
    st.from_regex(r"alias/[A-Za-z][A-Za-z0-9_-]{0,60}", fullmatch=True).map(
        lambda alias: f"{OWNER}:{alias}"
    ),
)


@given(KEYS)
def test_the_text_of_a_reference_parses_back(text):
    reference = parse_key_reference(text)
    assert reference.text == text
    assert parse_key_reference(reference.text) == reference


@given(st.text() | st.text().map(lambda rest: f"arn:aws:kms:{rest}"))
def test_any_input_is_a_reference_or_an_app_error(text):
    code = "MalformedKey"
    try:
        assert parse_key_reference(text).name
    except AppError as error:
        code = error.code
    assert code == "MalformedKey"


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("test_key", "alias/test_key?"),
        ("1234-not-a-key", "isn't an ARN, a key ID or an alias"),
        ("alias/", "isn't a valid alias"),
        ("alias/white space", "isn't a valid alias"),
        ("alias/" + "a" * 251, "isn't a valid alias"),
        ("alias/aws/ebs", "isn't for S3"),
        (f"{OWNER}:alias/aws/ebs", "isn't for S3"),
        ("arn:aws:s3:::bucket", "isn't a KMS key ARN"),
        ("arn:aws:kms", "isn't a KMS key ARN"),
        (f"arn:aws:kms::111122223333:key/{ID}", "contains no Region"),
        (f"arn:aws:kms:eu-west-1:1111:key/{ID}", "doesn't have 12 digits"),
        (f"{OWNER}:key/nonsense", "contains no KMS key"),
        (f"{OWNER}:{ID}", "contains no KMS key"),
    ],
)
def test_names_that_aws_kms_does_not_have(text, piece):
    reference = parse_key_reference(text)
    assert (reference.form, reference.region) == (KeyForm.NAME, None)
    check_name(reference, amazon=False)
    with pytest.raises(AppError) as caught:
        check_name(reference, amazon=True)
    assert piece in str(caught.value)
    assert caught.value.code == "MalformedKey"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my-key", "my-key"),
        ("arn:aws:kms:my-key", "my-key"),
        ("vault-key-7", "vault-key-7"),
        (CRN, CRN),
        ("abjcjdk9f3qf6kh2s4l1", "abjcjdk9f3qf6kh2s4l1"),
        ("a key with spaces", "a key with spaces"),
    ],
)
def test_names_of_other_servers_have_no_region(text, name):
    reference = parse_key_reference(f" {text}\n")
    assert reference.text == text
    assert (reference.form, reference.name) == (KeyForm.NAME, name)
    assert (reference.region, reference.account) == (None, None)
    assert not reference.is_aws_s3
    check_region(reference, "eu-north-1")


@pytest.mark.parametrize("text", ["", "  ", "a\nb", "a\x00", "ключ", "schlüssel", "a\x7fb"])
def test_names_that_cannot_be_sent(text):
    with pytest.raises(AppError) as caught:
        parse_key_reference(text)
    assert caught.value.code == "MalformedKey"


@pytest.mark.parametrize(
    ("arn", "region"),
    [
        (f"{OWNER}:key/{ID}", "eu-west-1"),
        ("arn:aws:kms:my-key", None),
        ("arn:aws:kms::000000000000:key/a", None),
        ("my-key", None),
        ("", None),
    ],
)
def test_no_region_is_read_out_of_a_name_with_fewer_fields(arn, region):
    key = KeyDescription(arn, "a", "Enabled", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "")
    assert key.region == region
    assert key.usability(region or "eu-north-1") is Usability.USABLE


@pytest.mark.parametrize("text", ["alias/aws/s3", f"{OWNER}:alias/aws/s3"])
def test_aws_s3_is_recognized(text):
    assert parse_key_reference(text).is_aws_s3
    assert not parse_key_reference("alias/aws_s3").is_aws_s3


def test_a_key_of_another_region_is_refused():
    with pytest.raises(AppError) as caught:
        check_region(parse_key_reference(f"{OWNER}:key/{ID}"), "eu-north-1")
    assert caught.value.code == "KeyInOtherRegion"
    assert "eu-west-1" in caught.value.detail


@pytest.mark.parametrize(
    ("text", "region"), [(f"{OWNER}:key/{ID}", "eu-west-1"), (ID, "x"), (f"{OWNER}:key/{ID}", None)]
)
def test_a_key_that_may_be_in_the_region(text, region):
    check_region(parse_key_reference(text), region)


@pytest.mark.parametrize(
    ("state", "usage", "spec", "region", "usability"),
    [
        ("Enabled", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "eu-west-1", Usability.USABLE),
        ("Enabled", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", None, Usability.USABLE),
        ("Enabled", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "eu-north-1", Usability.OTHER_REGION),
        ("Disabled", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", None, Usability.DISABLED),
        ("PendingDeletion", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", None,
         Usability.PENDING_DELETION),
        ("PendingReplicaDeletion", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", None,
         Usability.PENDING_DELETION),
        ("PendingImport", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", None, Usability.NOT_READY),
        ("Unavailable", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", None, Usability.NOT_READY),
        ("", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", None, Usability.NOT_READY),
        ("Enabled", "SIGN_VERIFY", "RSA_2048", None, Usability.WRONG_KIND),
        ("Enabled", "ENCRYPT_DECRYPT", "RSA_2048", None, Usability.WRONG_KIND),
        ("Disabled", "SIGN_VERIFY", "ECC_NIST_P256", None, Usability.WRONG_KIND),
    ],
)  # fmt: skip
def test_whether_s3_can_use_a_key(state, usage, spec, region, usability):
    key = KeyDescription(f"{OWNER}:key/{ID}", ID, state, usage, spec, "CUSTOMER")
    assert key.usability(region) is usability


def test_only_a_usable_or_unknown_key_can_be_chosen():
    chosen = {usability for usability in Usability if usability.can_be_chosen}
    assert chosen == {Usability.USABLE, Usability.UNKNOWN, Usability.NOT_ALLOWED_TO_LOOK}


def test_the_short_name_of_an_alias():
    assert KeyAlias("alias/test_key", ID).short_name == "test_key"
