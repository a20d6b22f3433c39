"""Which profile and keys a session uses, and what is said where they can't be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.profiles import profile_names
from s3enc_gui.s3.session.session_source import SessionSource

KEYS = {"AWS_ACCESS_KEY_ID": "GIVEN", "AWS_SECRET_ACCESS_KEY": "secret"}
HERE = Connection(endpoint_url="http://127.0.0.1:9")
PLAIN = "[default]\naws_access_key_id = FILE\naws_secret_access_key = secret\n"


@pytest.fixture
def write(isolated_home):
    """Return `write(name, content)`, which writes a file in ~/.aws."""

    def write(name: str, content: bytes | str) -> Path:
        path = Path(isolated_home, ".aws", name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def environment(monkeypatch):
    def set_(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_


def key_id(connection=HERE, given=None):
    """Return the access key ID that the requests of a connection are signed with."""
    aws_session = AwsSession(connection, SessionSource(given or {}))
    try:
        client: Any = aws_session.s3()
        return client._request_signer._credentials.get_frozen_credentials().access_key
    finally:
        aws_session.close()


def problem(connection=HERE, given=None):
    with pytest.raises(AppError) as caught:
        key_id(connection, given)
    return caught.value


@pytest.mark.parametrize("variable", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
@pytest.mark.parametrize("name", ["gone", "", " "])
def test_a_profile_variable_that_names_nothing_does_not_beat_explicit_keys(
    environment, variable, name
):
    environment(**{variable: name})
    assert key_id(given=KEYS) == "GIVEN"
    environment(AWS_ACCESS_KEY_ID="ENV", AWS_SECRET_ACCESS_KEY="secret")
    assert key_id() == "ENV"


def test_keys_in_memory_ignore_the_profile_variable(write, environment):
    """The Region of the user's profile isn't the demo's."""
    write("config", "[profile work]\nregion = eu-north-1\n")
    environment(AWS_PROFILE="work")
    assert AwsSession(HERE, SessionSource(KEYS)).region == "us-east-1"
    assert AwsSession(HERE).region == "eu-north-1"


def test_a_profile_on_the_command_line_beats_variables(write, environment):
    write("credentials", PLAIN.replace("default", "work"))
    environment(AWS_PROFILE="gone", AWS_ACCESS_KEY_ID="ENV", AWS_SECRET_ACCESS_KEY="secret")
    assert key_id(Connection("work")) == "FILE"


def test_keys_in_variables_beat_an_existing_profile_variable(write, environment):
    """botocore's order (Boto3 developer guide, Credentials)."""
    write("credentials", PLAIN.replace("default", "work"))
    environment(AWS_PROFILE="work", AWS_ACCESS_KEY_ID="ENV", AWS_SECRET_ACCESS_KEY="secret")
    assert key_id() == "ENV"


@pytest.mark.parametrize("name", ["", "  ", "work\n"])
def test_blanks_in_the_profile_variable(write, environment, name):
    write("credentials", PLAIN + PLAIN.replace("default", "work").replace("FILE", "WORK"))
    environment(AWS_PROFILE=name)
    assert key_id() == ("WORK" if name.strip() else "FILE")


def test_a_missing_profile_is_named_with_its_variable(write, environment):
    path = write("config", "[profile work]\n")
    environment(AWS_PROFILE="gone")
    error = problem()
    assert error.code == "ProfileNotFound"
    assert "AWS_PROFILE" in str(error)
    assert "gone" in str(error)
    assert str(path) in str(error)
    assert "AWS_PROFILE" not in str(problem(Connection("missing")))


def test_profiles_are_listed_whatever_the_variable_names(write, environment):
    write("config", "[profile work]\n")
    environment(AWS_PROFILE="gone")
    assert profile_names() == ["work"]


ENCODINGS = pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le"),
        lambda text: b"# Ji\xf8\xed\n" + text.encode(),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["utf-8 bom", "utf-16-le", "utf-16-be", "utf-16 bare", "crlf", "notepad", "latin", "cr"],
)


@ENCODINGS
@pytest.mark.parametrize("name", ["config", "credentials"])
def test_files_are_read_in_every_encoding(write, encode, name):
    path = write(name, encode(PLAIN))
    content = path.read_bytes()
    assert key_id() == "FILE"
    assert profile_names() == ["default"]
    assert path.read_bytes() == content


@pytest.mark.parametrize("end", ["\u200b", "\ufeff", "\u00a0", " \t", "\r", "\u2028"])
def test_invisible_characters_around_pasted_keys(write, environment, end):
    start = "" if end == "\r" else end
    write("credentials", PLAIN.replace("FILE", f"{start}FILE{end}"))
    assert key_id() == "FILE"
    environment(AWS_ACCESS_KEY_ID=f"ENV{end}", AWS_SECRET_ACCESS_KEY=f"secret{end}")
    assert key_id() == "ENV"
    assert key_id(given={**KEYS, "AWS_ACCESS_KEY_ID": f"GIVEN{end}\n"}) == "GIVEN"


def test_a_line_end_after_the_region(environment):
    environment(AWS_REGION="eu-central-1\n")
    assert AwsSession(HERE, SessionSource(KEYS)).region == "eu-central-1"
    environment(AWS_REGION="", AWS_DEFAULT_REGION="eu-west-1 ")
    assert AwsSession(HERE, SessionSource(KEYS)).region == "eu-west-1"


@pytest.mark.parametrize("inside", ["AB\nCD", "AB CD", "AB\x00CD", "AB“CD", "AB\r\nx-evil: 1"])
@pytest.mark.parametrize(
    "variable", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]
)
def test_characters_that_no_key_has_are_named_with_their_variable(environment, inside, variable):
    values = {**KEYS, variable: inside}
    error = problem(given=values)
    assert error.code == "InvalidKey"
    assert variable.lower() in str(error).lower()
    assert "AB" not in str(error)
    if "\x00" not in inside:
        environment(**values)
        error = problem()
        assert variable in str(error)
        assert "AB" not in str(error)


def test_characters_that_no_key_has_are_named_with_their_file(write):
    """An indented line belongs to the line above (configparser)."""
    path = write("credentials", PLAIN.replace("aws_secret", "  aws_secret"))
    error = problem()
    assert error.code in ("InvalidKey", "PartialCredentialsError")
    path.write_text("[default]\naws_secret_access_key = secret\naws_access_key_id = FILE\n  x = y")
    error = problem()
    assert error.code == "InvalidKey"
    assert str(path) in str(error)
    assert "aws_access_key_id" in str(error)


BROKEN = PLAIN + "a line that is no setting\n[other]\nregion = eu-west-1\n"


@pytest.mark.parametrize("name", ["config", "credentials"])
def test_a_line_that_cannot_be_read_is_named(write, name):
    path = write(name, BROKEN)
    error = problem()
    assert error.code == "ConfigParseError"
    assert str(path) in str(error)
    assert "line 4" in str(error)
    assert "no setting" not in str(error), "it may hold a secret"


def test_a_line_without_a_section_is_named(write):
    path = write("config", "aws_access_key_id = FILE\n" + PLAIN)
    error = problem()
    assert f"{path}" in str(error)
    assert "line 1" in str(error)


@pytest.mark.parametrize("name", ["config", "credentials"])
def test_a_line_that_cannot_be_read_leaves_other_connections_usable(write, environment, name):
    other = "[profile other]" if name == "config" else "[other]"
    write(name, BROKEN.replace("[other]", other) + PLAIN.partition("\n")[2])
    assert key_id(Connection("other")) == "FILE"
    assert profile_names() == ["default", "other"]
    assert key_id(given=KEYS) == "GIVEN"
    environment(AWS_ACCESS_KEY_ID="ENV", AWS_SECRET_ACCESS_KEY="secret")
    assert key_id() == "ENV"


def test_a_damaged_profile_that_another_one_refers_to_is_named(write):
    role = "role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n"
    write("config", f"[profile work]\n{role}[profile base]\nnonsense\n")
    assert "line 5" in str(problem(Connection("work")))


def test_repeated_sections_and_settings_are_merged(write):
    write("credentials", PLAIN + PLAIN.replace("FILE", "LAST"))
    assert key_id() == "LAST"


def test_nested_settings_are_kept(write):
    write("config", "[default]\ns3 =\n  addressing_style = virtual\n  max_bandwidth = 1\n")
    core = AwsSession(HERE, SessionSource(KEYS))._session
    assert core.get_scoped_config()["s3"] == {
        "addressing_style": "virtual",
        "max_bandwidth": "1",
    }


def test_half_a_pair_of_variables_is_named(environment):
    environment(AWS_ACCESS_KEY_ID="ENV")
    error = problem()
    assert error.code == "PartialCredentialsError"
    assert "~/.aws" not in error.hint
    assert "AWS_SECRET_ACCESS_KEY" in str(error)


def test_a_file_that_cannot_be_opened_is_named(write, monkeypatch):
    write("config", PLAIN)
    path = write("credentials", "")
    read = Path.read_bytes

    def refuse(one):
        if one.name == "credentials":
            raise PermissionError(13, "Permission denied")
        return read(one)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert key_id() == "FILE"
    path.with_name("config").unlink()
    error = problem()
    assert error.code == "ConfigParseError"
    assert str(path) in str(error)
