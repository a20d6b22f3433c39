"""A workstation has no metadata service: asking for one takes seconds, each time."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

# Whoever connects anywhere is printed; nothing is sent.
PROGRAM = """
import socket
def connect(self, address):
    print("connected to", address)
    raise OSError("no network")
socket.socket.connect = connect
socket.create_connection = lambda address, *_, **__: connect(None, address)
socket.getaddrinfo = lambda host, *_, **__: connect(None, host)
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import SessionSource
keys = {KEYS}
try:
    session = AwsSession(Connection(), SessionSource(keys))
    session.s3()
    session.transport()
    session.load_credentials()
    print("ready")
except AppError as error:
    print(error.code)
"""
CONTAINER = {
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/1",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
}


def outcome(home, keys=None, **variables):
    given = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    given |= {"HOME": str(home), "USERPROFILE": str(home), **variables}
    program = PROGRAM.replace("{KEYS}", repr(keys or {}))
    ran = subprocess.run(
        [sys.executable, "-c", program], env=given, capture_output=True, text=True, check=True
    )
    return ran.stdout.splitlines()


@pytest.mark.parametrize("variables", [{}, {"AWS_DEFAULTS_MODE": "auto"}])
def test_nobody_asks_for_the_metadata_of_an_ec2_instance(tmp_path, variables):
    assert outcome(tmp_path, **variables) == ["NoCredentialsError"]


def test_a_profile_of_an_instance_asks_for_none_either(tmp_path):
    folder = tmp_path / ".aws"
    folder.mkdir()
    (folder / "config").write_text(
        "[default]\nrole_arn = arn:aws:iam::1:role/x\ncredential_source = Ec2InstanceMetadata\n"
    )
    assert outcome(tmp_path) == ["CredentialRetrievalError"]


def test_keys_of_a_connection_come_before_a_container_s(tmp_path):
    """Its variables may be left over: its service is asked three times, two seconds each."""
    keys = {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "secret"}
    assert outcome(tmp_path, keys, **CONTAINER) == ["ready"]


def test_a_profile_s_keys_come_before_a_container_s(tmp_path):
    folder = tmp_path / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(
        "[default]\naws_access_key_id = AKIA\naws_secret_access_key = secret\n"
    )
    assert outcome(tmp_path, **CONTAINER) == ["ready"]
