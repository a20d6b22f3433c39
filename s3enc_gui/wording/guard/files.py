"""A bucket policy as a file for people who may not write it: JSON, Terraform, CloudFormation."""

from __future__ import annotations

import json
import re
from enum import StrEnum


class PolicyFormat(StrEnum):
    """The formats; values are those of `s3enc guard export --format`."""

    JSON = "json"
    TERRAFORM = "terraform"
    CLOUDFORMATION = "cloudformation"

    @property
    def suffix(self) -> str:
        """The file name extension."""
        return {
            PolicyFormat.JSON: ".json",
            PolicyFormat.TERRAFORM: ".tf",
            PolicyFormat.CLOUDFORMATION: ".template",
        }[self]


def policy_file(bucket: str, policy: str, file_format: PolicyFormat) -> str:
    """Return the whole policy in a format. Each of them replaces the policy of the bucket."""
    if file_format is PolicyFormat.JSON:
        return policy if policy.endswith("\n") else f"{policy}\n"
    if file_format is PolicyFormat.TERRAFORM:
        return _terraform(bucket, policy)
    return _cloudformation(bucket, policy)


def _terraform(bucket: str, policy: str) -> str:
    """Return a resource with the policy as a heredoc, where `${` and `%{` are escaped.

    (Terraform language, strings and templates. In JSON, no line is `POLICY` alone.)
    """
    escaped = re.sub(r"([$%])\{", r"\1\1{", policy.strip())
    return (
        f'resource "aws_s3_bucket_policy" "{_name(bucket, "_")}" {{\n'
        f'  bucket = "{bucket}"\n'
        f"  policy = <<POLICY\n{escaped}\nPOLICY\n}}\n"
    )


def _cloudformation(bucket: str, policy: str) -> str:
    """Return a template (AWS CloudFormation User Guide, AWS::S3::BucketPolicy)."""
    resource = {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {"Bucket": bucket, "PolicyDocument": json.loads(policy)},
    }
    name = "".join(part.capitalize() for part in _name(bucket, "-").split("-")) + "Policy"
    template = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {name: resource}}
    return json.dumps(template, indent=2, ensure_ascii=False) + "\n"


def _name(bucket: str, other: str) -> str:
    """Return an identifier: names of buckets may begin with a digit, and have dots."""
    name = re.sub(r"[^a-z0-9]+", other, bucket)
    return name if name[:1].isalpha() else f"bucket{other}{name}"
