"""The demo server, where moto obeys bucket policies as AWS does."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.contract
KMS = {"ServerSideEncryption": "aws:kms"}


def test_policy_names_itself_as_the_cause(demo_server, tried):
    here = tried(demo_server)
    here.only_kms()
    status, code, message = here.refusal(ServerSideEncryption="AES256")
    assert (status, code) == (403, "AccessDenied")
    assert message.endswith("with an explicit deny in a resource-based policy")


def test_policy_lets_the_key_pass(demo_server, tried):
    here = tried(demo_server)
    here.only_kms()
    key = demo_server.new_key()
    assert here.put(**KMS, SSEKMSKeyId=key)["SSEKMSKeyId"] == key


def test_policy_reaches_multipart_uploads(demo_server, tried):
    here = tried(demo_server)
    here.only_kms()
    with pytest.raises(ClientError, match=r"AccessDenied.*CreateMultipartUpload"):
        here.multipart(ServerSideEncryption="AES256")
    *_, head = here.multipart(**KMS, SSEKMSKeyId=demo_server.new_key())
    assert head["ServerSideEncryption"] == "aws:kms"


def test_aliases_come_in_pages(demo_server):
    answer = demo_server.client("kms").list_aliases(Limit=1)
    assert len(answer["Aliases"]) == 1
    assert answer["NextMarker"]
