"""`credential_process`: a time limit, the user's environment, and what it printed is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.s3.session import credential_process
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.started_environment import without_bundle

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
KEYS = {"Version": 1, "AccessKeyId": "AKIAPROCESS", "SecretAccessKey": SECRET}


@pytest.fixture
def profile(isolated_home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return `profile(program)`, which makes a Python program provide the credentials."""
    monkeypatch.delenv("AWS_CONFIG_FILE", raising=False)

    def make(program: str, *, as_source: bool = False) -> Connection:
        script = tmp_path / "a program.py"
        script.write_text(program)
        folder = Path(isolated_home, ".aws")
        folder.mkdir(exist_ok=True)
        config = f'[profile p]\ncredential_process = "{sys.executable}" "{script}"\n'
        if as_source:
            config += "[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = p\n"
        (folder / "config").write_text(config)
        return Connection(
            profile="role" if as_source else "p", endpoint_url="http://127.0.0.1:9", region="r-1"
        )

    return make


def printing(*values: object, status: int = 0, errors: str = "") -> str:
    texts = [one if isinstance(one, str) else json.dumps(one) for one in values]
    return (
        f"import sys\nfor one in {texts!r}: print(one)\n"
        f"sys.stderr.write({errors!r}); sys.exit({status})\n"
    )


def problem(connection: Connection) -> AppError:
    with pytest.raises(AppError) as caught:
        AwsSession(connection).load_credentials()
    assert SECRET not in repr(caught.value) + caught.value.detail
    return caught.value


def key_id(connection: Connection) -> str:
    aws_session = AwsSession(connection)
    aws_session.load_credentials()
    credentials = aws_session._session.get_credentials()
    assert credentials
    return str(credentials.access_key)


@pytest.mark.parametrize(
    "more", [{}, {"Expiration": "2999-01-01T00:00:00Z"}, {"SessionToken": None}]
)
def test_a_program_that_prints_credentials(profile, more):
    assert key_id(profile(printing({**KEYS, **more}))) == "AKIAPROCESS"


@pytest.mark.parametrize("as_source", [False, True])
def test_a_program_that_does_not_end_is_stopped(profile, monkeypatch, as_source):
    """botocore waits for it forever, while the session is locked."""
    monkeypatch.setattr(credential_process, "TIMEOUT", 0.5)
    began = monotonic()
    error = problem(profile("import time; time.sleep(600)", as_source=as_source))
    assert monotonic() - began < 60
    assert "longer than a minute" in error.detail
    assert outage_kind_of(error) is OutageKind.SIGNED_OUT


@pytest.mark.skipif(os.name == "nt", reason="a shell is needed")
def test_what_a_stopped_program_started_is_not_waited_for(profile, monkeypatch):
    monkeypatch.setattr(credential_process, "TIMEOUT", 0.5)
    child = "import subprocess, sys, time\nsubprocess.Popen(['sleep', '15'])\ntime.sleep(600)\n"
    began = monotonic()
    problem(profile(child))
    assert monotonic() - began < 14


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (
            ["Your session has ended: run corp login"],
            "“Your session has ended: run corp login” instead of JSON",
        ),
        (["Updating…", KEYS], "“Updating…” besides JSON"),
        ([KEYS, "Done"], "“Done” besides JSON"),
        ([f'{{"SecretAccessKey": "{SECRET}"'], "didn't print JSON"),
        ([""], "didn't print JSON"),
        (["[]"], "didn't print JSON"),
        ([f"export AWS_SECRET_ACCESS_KEY={SECRET}"], "instead of JSON"),
    ],
)
def test_what_is_not_json_is_said_as_that(profile, printed, said):
    error = problem(profile(printing(*printed)))
    assert error.code == "JSONDecodeError"
    assert said in error.detail


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Version": 2}, "version 2"),
        ({"Version": None}, "version None"),
        ({"AccessKeyId": None}, "AccessKeyId"),
        ({"SecretAccessKey": 5}, "SecretAccessKey"),
        ({"SessionToken": {}}, "SessionToken"),
        ({"Expiration": "soon"}, "Expiration"),
        ({"Expiration": 5}, "Expiration"),
        ({"Expiration": "2020-01-01T00:00:00Z"}, "expired"),
        ({"Expiration": "2020-01-01T00:00:00"}, "expired"),
    ],
)
def test_fields_that_are_not_valid_are_named(profile, change, said):
    error = problem(profile(printing({**KEYS, **change})))
    assert error.code == "CredentialRetrievalError"
    assert said in error.detail


@pytest.mark.parametrize(
    "errors", [f"not signed in, token={SECRET}", "\udcff".encode("utf-8", "surrogateescape")]
)
def test_a_program_that_fails(profile, errors):
    written = errors if isinstance(errors, bytes) else errors.encode()
    program = f"import sys; sys.stderr.buffer.write({written!r}); sys.exit(3)"
    error = problem(profile(program))
    assert "status 3" in error.detail
    if isinstance(errors, str):
        assert "not signed in" in error.detail


def test_a_program_that_is_not_there(isolated_home, monkeypatch):
    monkeypatch.delenv("AWS_CONFIG_FILE", raising=False)
    folder = Path(isolated_home, ".aws")
    folder.mkdir(exist_ok=True)
    (folder / "config").write_text("[profile p]\ncredential_process = /no/such/program\n")
    error = problem(Connection(profile="p", endpoint_url="http://127.0.0.1:9"))
    assert error.code == "ENOENT"
    assert "/no/such/program" in error.detail


def test_it_gets_the_environment_that_the_program_was_started_with(profile, tmp_path):
    """Not what sessions set or tidy: a program may ask the metadata service, and may."""
    seen = tmp_path / "seen.json"
    connection = profile(
        f"import json, os\njson.dump(dict(os.environ), open({str(seen)!r}, 'w'))\n"
        f"print({json.dumps(KEYS)!r})\n"
    )
    program = (
        "from s3enc_gui.domain.connection import Connection\n"
        "from s3enc_gui.s3.session.aws_session import AwsSession\n"
        f"AwsSession({connection!r}).load_credentials()\n"
        "import os; assert os.environ['AWS_EC2_METADATA_DISABLED'] == 'true'\n"
    )
    given = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    given |= {"AWS_REGION": "  eu-west-1 ", "AWS_PROFILE": "", "LD_LIBRARY_PATH": "/theirs"}
    subprocess.run([sys.executable, "-c", program], env=given, check=True)
    found = json.loads(seen.read_text())
    for added_by_python in ("LC_CTYPE", "__CF_USER_TEXT_ENCODING"):
        if added_by_python not in given:
            found.pop(added_by_python, None)
    assert found == given


def test_a_packaged_program_gives_its_libraries_to_nobody():
    bundled = {
        "LD_LIBRARY_PATH": "/bundle",
        "LD_LIBRARY_PATH_ORIG": "/theirs",
        "DYLD_LIBRARY_PATH": "/bundle",
        "_PYI_ARCHIVE_FILE": "/bundle/s3enc",
        "PATH": "/bin",
    }
    assert without_bundle(bundled) == {"LD_LIBRARY_PATH": "/theirs", "PATH": "/bin"}
