"""The demo server, which evaluates bucket policies like AWS."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.contract
KMS = {"ServerSideEncryption": "aws:kms"}


def test_error_names_the_policy(demo_server, tried):
    here = tried(demo_server)
    here.only_kms()
    status, code, message = here.refusal(ServerSideEncryption="AES256")
    assert (status, code) == (403, "AccessDenied")
    assert message.endswith("with an explicit deny in a resource-based policy")


def test_policy_allows_the_key(demo_server, tried):
    here = tried(demo_server)
    here.only_kms()
    key = demo_server.new_key()
    assert here.put(**KMS, SSEKMSKeyId=key)["SSEKMSKeyId"] == key


def test_policy_covers_multipart_uploads(demo_server, tried):
    here = tried(demo_server)
    here.only_kms()
    with pytest.raises(ClientError, match=r"AccessDenied.*CreateMultipartUpload"):
        here.multipart(ServerSideEncryption="AES256")
    *_, head = here.multipart(**KMS, SSEKMSKeyId=demo_server.new_key())
    assert head["ServerSideEncryption"] == "aws:kms"


def test_aliases_are_paginated(demo_server):
    answer = demo_server.client("kms").list_aliases(Limit=1)
    assert len(answer["Aliases"]) == 1
    assert answer["NextMarker"]
