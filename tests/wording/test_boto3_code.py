from __future__ import annotations

import ast
import sys
from typing import Any

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.context import read_context
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadOptions, UploadPlan
from s3enc_gui.domain.uploads.request_parameters import storing_parameters
from s3enc_gui.wording.boto3_code import boto3_code
from s3enc_gui.wording.customer_keys.key_sheet import key_page, key_sheet

SMALL = UploadItem("/files/a.txt", "in/a.txt", 5)
FOLDER = UploadItem("/files/empty", "in/empty/", 0)
LARGE = UploadItem("/files/film.mov", "in/film.mov", 70 * MIB)
KMS = EncryptionChoice(Encryption.SSE_KMS, "alias/test_key", bucket_key=True)


def script(*items, connection=None, region="eu-central-1", key_arn=None, **options):
    plan = UploadPlan("my-bucket", items, UploadOptions(**options))
    return boto3_code(connection or Connection(), region, plan, key_arn)


def value_of(code, name):
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    raise AssertionError(name)


@pytest.mark.parametrize("policy", IfExists)
@pytest.mark.parametrize("items", [(), (SMALL,), (SMALL, LARGE), (FOLDER,), (FOLDER, LARGE)])
def test_is_valid_python(policy, items):
    compile(script(*items, if_exists=policy), "script", "exec")


@pytest.mark.parametrize("items", [(FOLDER,), (FOLDER, LARGE)])
def test_empty_folders_are_stored_without_opening_them(items):
    assert 'Body=b"", **options' in script(*items)
    names = 'stem, extension = (key[:-1], "/") if key.endswith("/") else os.path.splitext(key)'
    assert names in script(*items, if_exists=IfExists.RENAME)
    assert 'Body=b""' not in script(SMALL, LARGE, if_exists=IfExists.RENAME)


@pytest.mark.parametrize("name", ["it's.txt", 'a"b', "a\nb", "ü", "\udce4", "'''", "\\", "{x}"])
def test_file_names_are_escaped(name):
    code = script(UploadItem(f"/f/{name}", name, 1))
    ((path, key, _),) = value_of(code, "FILES")
    assert (path, key) == (f"/f/{name}", name)


def test_the_content_type_is_that_of_an_upload():
    code = script(SMALL, LARGE, UploadItem("/f/x.csv.gz", "x.csv.gz", 1), UploadItem("/f", "f", 1))
    types = [content_type for _, _, content_type in value_of(code, "FILES")]
    assert types == ["text/plain", "video/quicktime", "application/gzip", None]


def test_a_requested_content_type_is_that_of_all_files():
    code = script(SMALL, LARGE, content_type="x/y")
    assert [one[2] for one in value_of(code, "FILES")] == ["x/y", "x/y"]


def test_options_are_those_of_an_upload():
    pairs = (("a", "b"),), (("ü", "1 & 2"),)
    options = UploadOptions(KMS, "private", "STANDARD_IA", *pairs)
    code = boto3_code(Connection(), None, UploadPlan("my-bucket", (SMALL,), options))
    assert value_of(code, "OPTIONS") == storing_parameters(options)


@pytest.mark.parametrize("items", [(), (SMALL,), (SMALL, LARGE)])
def test_the_encryption_context_is_readable_and_sent_as_by_an_upload(items):
    pairs = (("note", "it's “ü”"), ("project", "tax"))
    code = script(*items, encryption=EncryptionChoice(Encryption.SSE_KMS, context=pairs))
    assert value_of(code, "CONTEXT") == dict(pairs)
    made: dict[str, Any] = {}
    lines = code[code.index("CONTEXT =") : code.index("session =")]
    exec(f"import base64, json\n{lines}", made)  # noqa: S102 - the program's own
    assert read_context(made["OPTIONS"]["SSEKMSEncryptionContext"]) == pairs
    assert "import base64\nimport json\n" in code


def test_a_resolved_key_replaces_its_alias():
    arn = "arn:aws:kms:eu-central-1:123456789012:key/1"
    code = script(SMALL, encryption=KMS, key_arn=arn)
    assert value_of(code, "OPTIONS")["SSEKMSKeyId"] == arn
    assert "alias/test_key" not in code


class Recorded:
    """Stands for boto3 in a script: records the requests."""

    def __init__(self):
        self.requests = []
        self.Session = lambda **_: self
        self.client = lambda *_, **_more: self

    def __getattr__(self, name):
        def sent(**parameters):
            self.requests.append((name, parameters))
            return {"UploadId": "1", "ETag": "e"}

        return sent


def test_a_customer_provided_key_is_read_from_its_key_sheet(tmp_path, monkeypatch):
    key = CustomerKey(bytes(range(32)))
    code = script(SMALL, LARGE, encryption=EncryptionChoice(Encryption.SSE_C, customer_key=key.md5))
    for form in (key.base64, key.content.hex(), *key.rows):
        assert form not in code
    recorded = Recorded()
    monkeypatch.setitem(sys.modules, "boto3", recorded)
    monkeypatch.setattr("os.path.getsize", lambda path: 1 if path.endswith("small") else 70 * MIB)
    code = code.replace(SMALL.path, f"{tmp_path}/small").replace(LARGE.path, f"{tmp_path}/large")
    for name in ("small", "large"):
        (tmp_path / name).write_bytes(b"content")
    monkeypatch.chdir(tmp_path)
    for sheet in (key_sheet, key_page):
        (tmp_path / "key-sheet.txt").write_text(sheet("invoices", key))
        exec(code, {})  # noqa: S102 - that is what it is for
    named = {name for name, _ in recorded.requests}
    assert named == {"put_object", "create_multipart_upload", "upload_part", "head_object",
                     "complete_multipart_upload"}  # fmt: skip
    for _name, parameters in recorded.requests:
        assert parameters["SSECustomerKey"] == key.content
        assert parameters["SSECustomerAlgorithm"] == "AES256"
    (tmp_path / "key-sheet.txt").write_text(key_sheet("other", CustomerKey(bytes(32))))
    with pytest.raises(SystemExit, match="another key"):
        exec(code, {})  # noqa: S102


def test_the_bucket_default_sends_nothing():
    assert value_of(script(SMALL), "OPTIONS") == {}


def test_small_files_need_no_parts():
    assert "multipart" not in script(SMALL)
    assert "create_multipart_upload" in script(SMALL, LARGE)


def test_parts_are_large_enough_for_the_largest_file():
    huge = UploadItem("/f", "f", 1_000_000 * MIB)
    assert value_of(script(huge), "PART_SIZE") * 10_000 >= huge.size


def test_nothing_is_overwritten_unless_requested():
    assert value_of(script(SMALL), "CONDITION") == {"IfNoneMatch": "*"}
    assert value_of(script(SMALL, if_exists=IfExists.OVERWRITE), "CONDITION") == {}


def test_uses_the_connection():
    connection = Connection("work", None, "http://127.0.0.1:9000", "/etc/ca.pem")
    code = script(SMALL, connection=connection)
    assert "profile_name='work', region_name='eu-central-1'" in code
    assert "endpoint_url='http://127.0.0.1:9000'" in code
    assert "verify='/etc/ca.pem'" in code
    assert '"addressing_style": "path"' in code


@pytest.mark.parametrize("key", ["my-key", "arn:aws:kms:my-key", "it's {mine}"])
def test_a_key_of_any_name_is_sent_as_entered(key):
    code = script(SMALL, encryption=EncryptionChoice(Encryption.SSE_KMS, key))
    assert value_of(code, "OPTIONS") == {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}


def test_amazon_needs_no_addressing_style():
    code = script(SMALL, region=None)
    assert "addressing_style" not in code
    assert "boto3.Session()" in code


@pytest.mark.parametrize("items", [(SMALL,), (SMALL, LARGE)])
def test_whoever_pays_says_so_in_each_request(items):
    assert "RequestPayer" not in script(*items)
    code = script(*items, connection=Connection(requester_pays=True))
    assert value_of(code, "PAYER") == {"RequestPayer": "requester"}
    calls = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("s3.")
    ]
    assert calls
    for call in calls:
        given = [ast.unparse(one.value) for one in call.keywords if one.arg is None]
        assert {"PAYER", "target"} & set(given)
    assert ("**PAYER" in code.partition("target = ")[2].partition("}")[0]) == (len(items) == 2)


def test_an_anonymous_script_signs_nothing():
    code = script(SMALL, connection=Connection(anonymous=True))
    assert "from botocore import UNSIGNED" in code
    assert "Config(signature_version=UNSIGNED, " in code
    assert "Credentials" not in code
    compile(code, "script", "exec")
