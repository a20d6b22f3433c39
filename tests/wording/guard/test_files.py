from __future__ import annotations

import json

from s3enc_gui.wording.guard.files import PolicyFormat, policy_file

POLICY = '{"Statement": [{"Resource": "arn:aws:s3:::b/${aws:username}/*", "Sid": "%{x}"}]}'


def test_json_is_the_policy_itself():
    assert policy_file("b", POLICY, PolicyFormat.JSON) == POLICY + "\n"


def test_terraform_keeps_policy_variables():
    text = policy_file("my.bucket-1", POLICY, PolicyFormat.TERRAFORM)
    assert text.startswith('resource "aws_s3_bucket_policy" "my_bucket_1" {\n')
    assert '  bucket = "my.bucket-1"\n  policy = <<POLICY\n' in text
    inside = text.partition("<<POLICY\n")[2].partition("\nPOLICY\n}")[0]
    # What Terraform makes of the heredoc.
    assert inside.replace("$${", "${").replace("%%{", "%{") == POLICY
    assert "$${aws:username}" in inside


def test_cloudformation_has_the_policy_as_a_document():
    text = policy_file("2026.my-bucket", POLICY, PolicyFormat.CLOUDFORMATION)
    (name, resource) = json.loads(text)["Resources"].popitem()
    assert name == "Bucket2026MyBucketPolicy"
    assert resource["Type"] == "AWS::S3::BucketPolicy"
    assert resource["Properties"] == {
        "Bucket": "2026.my-bucket",
        "PolicyDocument": json.loads(POLICY),
    }
