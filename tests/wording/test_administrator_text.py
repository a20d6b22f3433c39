"""The text that a user sends to an administrator."""

from __future__ import annotations

import json

from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.wording.administrator_text import administrator_document, administrator_text

ANN = "arn:aws:iam::111122223333:user/ann"
KEY = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd"
DENIAL = Denial(
    "PutObject",
    (Permission("kms:GenerateDataKey", KEY), Permission("kms:Decrypt", KEY)),
    "User: … is not authorized",
    is_named=True,
    caller=ANN,
    policy="identity-based",
    request_id="4442587FB7D0A2F9",
    host_id="vlR7PnpV2Ce81l0PRw6j",
    date="Mon, 30 Nov 2026 15:00:00 GMT",
)
DENY = Denial(
    "PutObject",
    (Permission("s3:PutObject", "arn:aws:s3:::reports/*"),),
    is_named=True,
    caller=ANN,
    policy="resource-based",
    is_explicit=True,
    encryption="AES256",
)


def documents(text: str) -> list[dict[str, object]]:
    """The JSON documents in a text."""
    found, decoder, at = [], json.JSONDecoder(), text.find("{\n")
    while at >= 0:
        document, end = decoder.raw_decode(text, at)
        found.append(document)
        at = text.find("{\n", end)
    return found


def test_it_has_all_that_is_needed() -> None:
    text = administrator_text(DENIAL)
    for part in (ANN, KEY, "kms:GenerateDataKey", "PutObject", "“ann”", "is not authorized"):
        assert part in text
    assert "Request ID: 4442587FB7D0A2F9\nHost ID: vlR7PnpV2Ce81l0PRw6j\nDate: Mon, 30" in text
    identity, key_policy = documents(text)
    assert identity["Version"] == "2012-10-17"
    assert key_policy["Principal"] == {"AWS": ANN}
    assert key_policy["Resource"] == "*"


def test_a_deny_is_said_to_be_stronger_and_what_its_condition_may_be_about() -> None:
    text = administrator_text(DENY)
    assert "s3:x-amz-server-side-encryption: AES256" in text
    assert "s3:x-amz-server-side-encryption-aws-kms-key-id: not sent" in text
    assert "The bucket policy of arn:aws:s3:::reports has a Deny for it." in text
    assert "An Allow doesn't change that." in text
    assert documents(text) == [{"Condition": {"ArnNotLike": {"aws:PrincipalArn": ANN}}}]


def test_names_stay_on_their_lines_and_policies_are_ascii() -> None:
    resource = "arn:aws:s3:::reports/Büro\n\x1b[2J/*"
    text = administrator_text(Denial("PutObject", (Permission("s3:PutObject", resource),)))
    assert "\x1b" not in text
    assert "Büro\\n\\x1b[2J" in text
    (document,) = documents(text)
    assert document["Statement"][0]["Resource"] == resource  # type: ignore[index]
    assert "B\\u00fcro" in text


def test_a_key_that_is_not_known_is_to_be_filled_in() -> None:
    arn = "arn:aws:kms:eu-west-1:111122223333:key/*"
    text = administrator_text(Denial("UploadPart", (Permission("kms:Decrypt", arn),)))
    assert f"Replace {arn} with the ARN of the key." in text


def test_the_document_is_the_same_for_programs() -> None:
    document = administrator_document(DENIAL)
    assert json.loads(json.dumps(document)) == document
    assert document["permissions"] == [
        {"action": "kms:GenerateDataKey", "resource": KEY},
        {"action": "kms:Decrypt", "resource": KEY},
    ]
    changes = document["changes"]
    assert isinstance(changes, list)
    assert [(one["change"], one["policy"], one["of"]) for one in changes] == [
        ("allow", "identity", None),
        ("allow", "key", KEY),
    ]
