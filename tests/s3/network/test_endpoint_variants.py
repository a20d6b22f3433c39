"""FIPS and dual-stack endpoints, as settings of the environment or a profile."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.s3.transport.request_template import RequestSerializer

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}


@pytest.mark.parametrize(
    ("variables", "s3", "kms"),
    [
        (["AWS_USE_FIPS_ENDPOINT"], "s3-fips.us-west-2", "kms-fips.us-west-2.amazonaws.com"),
        (["AWS_USE_DUALSTACK_ENDPOINT"], "s3.dualstack.us-west-2", "kms.us-west-2.api.aws"),
        (
            ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"],
            "s3-fips.dualstack.us-west-2",
            "kms-fips.us-west-2.api.aws",
        ),
    ],
)
def test_both_transports_use_them(monkeypatch, variables, s3, kms):
    for name in variables:
        monkeypatch.setenv(name, "true")
    aws_session = AwsSession(Connection(region="us-west-2"), SessionSource(KEYS))
    client = aws_session.s3()
    request = RequestSerializer(client).fill("HeadObject", "bucket", "key", {}, None)
    assert request.template.netloc == f"bucket.{s3}.amazonaws.com"
    assert client.meta.endpoint_url == f"https://{s3}.amazonaws.com"
    assert aws_session.kms("us-west-2").meta.endpoint_url == f"https://{kms}"
    aws_session.close()
