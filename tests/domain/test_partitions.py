"""Our table of partitions says what botocore's says."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from s3enc_gui.domain.partitions import is_aws_host, partition_of, without_domain

PARTITIONS = json.loads((files("botocore.data") / "partitions.json").read_text())["partitions"]
ENDPOINTS = json.loads((files("botocore.data") / "endpoints.json").read_text())["partitions"]


@pytest.mark.parametrize("partition", PARTITIONS, ids=lambda one: one["id"])
def test_every_region_of_botocore_is_in_its_partition(partition):
    assert {partition_of(region) for region in partition["regions"]} == {partition["id"]}


@pytest.mark.parametrize("partition", PARTITIONS, ids=lambda one: one["id"])
def test_every_domain_of_botocore_is_aws(partition):
    outputs = partition["outputs"]
    for domain in (outputs["dnsSuffix"], outputs["dualStackDnsSuffix"]):
        region = outputs["implicitGlobalRegion"]
        assert is_aws_host(f"s3.{region}.{domain}")
        assert without_domain(f"s3.{region}.{domain}") == f"s3.{region}"


def test_every_domain_of_the_older_table_is_aws():
    for partition in ENDPOINTS:
        variants = partition["defaults"]["variants"]
        for domain in {partition["dnsSuffix"], *(one["dnsSuffix"] for one in variants)}:
            assert is_aws_host(f"s3.{domain}")


@pytest.mark.parametrize("region", [None, "", "default", "WEUR", "auto", "xx-new-1"])
def test_unknown_regions_are_in_the_standard_partition(region):
    assert partition_of(region) == "aws"


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "amazonaws.com", "s3.amazonaws.com.example.org", "myamazonaws.com"],
)
def test_other_hosts_are_not_aws(host):
    assert not is_aws_host(host)
    assert without_domain(host) is None


def test_names_of_hosts_ignore_case_and_the_dot_of_the_root():
    assert is_aws_host("S3.CN-North-1.AmazonAWS.com.cn.")
