from __future__ import annotations

import json
import plistlib
import re
import struct
import sys
from pathlib import Path

import botocore
import botocore.session
import pytest
from PySide6.QtGui import QImage

from tests.packaging.run import ROOT, module


@pytest.fixture(scope="module")
def reduced(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    parts = module("pyinstaller/botocore_data.py")
    parts.reduce(Path(botocore.__file__).parent / "data", folder)
    return folder, parts.SERVICES


def session(folder, monkeypatch):
    monkeypatch.setenv("AWS_DATA_PATH", str(folder))
    found = botocore.session.Session()
    loader = found.get_component("data_loader")
    loader._search_paths = [str(folder)]
    return found


def client(opened, service):
    return opened.create_client(
        service, "eu-west-1", aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="x"
    )


def test_the_reduced_data_of_botocore_makes_the_same_clients(reduced, monkeypatch):
    folder, services = reduced
    whole, ours = botocore.session.Session(), session(folder, monkeypatch)
    for service in services:
        expected, found = client(whole, service).meta, client(ours, service).meta
        assert found.service_model.operation_names == expected.service_model.operation_names
        assert found.endpoint_url == expected.endpoint_url
        assert found.partition == expected.partition
        for name in expected.service_model.operation_names:
            operation = expected.service_model.operation_model(name)
            shape = found.service_model.operation_model(name).input_shape
            assert (shape and list(shape.members)) == (
                operation.input_shape and list(operation.input_shape.members)
            )
    assert ours.get_available_services() == sorted(services)
    assert ours.get_available_regions("s3") == whole.get_available_regions("s3")


def test_the_reduced_data_has_no_documentation_and_one_megabyte_and_a_half(reduced):
    folder, _ = reduced
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 1_500_000
    assert all(path.suffix == ".json" for path in files)
    put = json.loads((folder / "s3/2006-03-01/service-2.json").read_text("utf-8"))
    assert put["operations"]["PutObject"]["documentation"] == ""


def test_the_services_in_the_bundle_are_those_that_the_program_uses(reduced):
    """Another one would fail in the packaged program only."""
    _, services = reduced
    call = re.compile(r'client\(\s*"([a-z0-9-]+)"')
    code = [path.read_text("utf-8") for path in (ROOT / "s3enc_gui").rglob("*.py")]
    assert {name for text in code for name in call.findall(text)} == set(services)


@pytest.mark.usefixtures("qapp")
def test_the_icons_of_windows_and_macos_hold_images_of_their_sizes():
    icons, drawn = module_with_desktop("bundle/platform_icons.py"), ROOT / "resources/icons"
    image = icons.drawn(drawn / "s3enc.svg", 32)
    ico = icons.ico({32: image})
    assert struct.unpack_from("<HHH", ico) == (0, 1, 1)
    length, offset = struct.unpack_from("<II", ico, 14)
    assert QImage.fromData(ico[offset : offset + length]).width() == 32
    icns = icons.icns({"ic11": image})
    assert icns[:4] == b"icns"
    assert struct.unpack_from(">I", icns, 4)[0] == len(icns)
    assert QImage.fromData(icns[16:]).width() == 32


def module_with_desktop(path):
    kept = list(sys.path)
    try:
        return module(path)
    finally:
        sys.path[:] = kept


def test_macos_is_told_of_files_and_why_they_are_read():
    info = module("pyinstaller/macos_info.py").info("1.2.3")
    assert plistlib.loads(plistlib.dumps(info))["CFBundleShortVersionString"] == "1.2.3"
    assert info["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [
        "public.data",
        "public.folder",
    ]
    rights = (ROOT / "packaging/pyinstaller/macos/entitlements.plist").read_bytes()
    assert all(name.startswith("com.apple.security.") for name in plistlib.loads(rights))
