"""The descriptions of the services are read as botocore reads them, in less time."""

from __future__ import annotations

import gc
import json

import botocore.session
import pytest
from botocore.loaders import JSONFileLoader

from s3enc_gui.s3.service_models import SERVICES, prepare_loading


def loader(*, prepared):
    core = botocore.session.Session()
    if prepared:
        prepare_loading(core)
    return core.get_component("data_loader")


@pytest.mark.parametrize("service", SERVICES)
def test_a_description_is_the_one_that_botocore_reads(service):
    ours, theirs = loader(prepared=True), loader(prepared=False)
    for kind in ("service-2", "endpoint-rule-set-1"):
        found, expected = (one.load_service_model(service, kind) for one in (ours, theirs))
        assert found == expected
        assert list(found) == list(expected)


def test_the_order_within_a_description_is_kept():
    ours, theirs = (loader(prepared=one).load_data("endpoints") for one in (True, False))
    assert json.dumps(ours) == json.dumps(theirs)


def test_files_are_found_as_botocore_finds_them(tmp_path):
    files = loader(prepared=True).file_loader
    (tmp_path / "own.json").write_text('{"name": "é"}', encoding="utf-8")
    for path in ("own", "missing"):
        where = str(tmp_path / path)
        assert files.exists(where) == JSONFileLoader().exists(where)
        assert files.load_file(where) == JSONFileLoader().load_file(where)


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_leaves_a_description_alone(enabled):
    before = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        data = loader(prepared=True).load_data("endpoints")
        assert gc.isenabled() == enabled
    finally:
        (gc.enable if before else gc.disable)()
    assert not any(one is data for one in gc.get_objects())  # which leaves out what is frozen


def test_only_the_services_that_are_used_are_looked_for():
    assert loader(prepared=True).list_available_services("service-2") == list(SERVICES)
