"""What would allow a denied request, in the documents that an administrator can use."""

from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.policy.allowing import Change, ChangeKind, PolicyKind, changes, owner_of
from s3enc_gui.domain.policy.callers import CallerKind, caller_of

ANN = "arn:aws:iam::111122223333:user/team/ann"
SESSION = "arn:aws:sts::111122223333:assumed-role/Uploads/ann@example.com"
SSO = "arn:aws-us-gov:sts::111122223333:assumed-role/AWSReservedSSO_Data_Team_0123456789abcdef/ann"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd"
THEIR_KEY = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd"
FILES = "arn:aws:s3:::reports/2026/*"
PUT = (Permission("s3:PutObject", FILES),)


def use(key: str) -> tuple[Permission, ...]:
    return Permission("kms:GenerateDataKey", key), Permission("kms:Decrypt", key)


def denial(
    permissions: tuple[Permission, ...],
    policy: str = "",
    caller: str = ANN,
    *,
    is_explicit: bool = False,
) -> Denial:
    return Denial(
        "PutObject",
        permissions,
        is_named=True,
        caller=caller,
        policy=policy,
        is_explicit=is_explicit,
    )


def allow(actions: object, resource: str, **more: object) -> dict[str, object]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource, **more}


def document(*statements: dict[str, object]) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def test_the_policy_of_the_user_in_the_same_account() -> None:
    (change,) = changes(denial(use(KEY), "identity-based"))
    actions = ["kms:GenerateDataKey", "kms:Decrypt"]
    assert change == Change(ChangeKind.ALLOW, PolicyKind.IDENTITY, document(allow(actions, KEY)))


def test_a_key_of_another_account_needs_its_key_policy_too() -> None:
    actions = ["kms:GenerateDataKey", "kms:Decrypt"]
    key_policy = Change(
        ChangeKind.ALLOW,
        PolicyKind.KEY,
        {"Principal": {"AWS": ANN}, **allow(actions, "*")},
        THEIR_KEY,
    )
    identity = Change(ChangeKind.ALLOW, PolicyKind.IDENTITY, document(allow(actions, THEIR_KEY)))
    assert changes(denial(use(THEIR_KEY), "identity-based")) == (identity, key_policy)
    assert changes(denial(use(THEIR_KEY), "resource-based")) == (key_policy, identity)


def test_the_bucket_policy() -> None:
    (change,) = changes(denial(PUT, "resource-based"))
    assert change.policy is PolicyKind.BUCKET
    assert change.owner == "arn:aws:s3:::reports"
    assert change.document == {"Principal": {"AWS": ANN}, **allow("s3:PutObject", FILES)}


def test_without_a_reason_the_bucket_may_be_of_another_account() -> None:
    identity, bucket = changes(denial(PUT))
    assert identity.document == document(allow("s3:PutObject", FILES))
    assert (bucket.policy, bucket.is_conditional) == (PolicyKind.BUCKET, True)
    (alone,) = changes(denial(PUT, caller=""))  # whom would the bucket policy name?
    assert alone == identity


@pytest.mark.parametrize(
    ("policy", "kind"),
    [
        ("permissions boundary", PolicyKind.PERMISSIONS_BOUNDARY),
        ("session", PolicyKind.SESSION),
        ("service control", PolicyKind.SERVICE_CONTROL),
    ],
)
def test_policies_that_limit_the_caller(policy: str, kind: PolicyKind) -> None:
    assert changes(denial(PUT, policy)) == (
        Change(ChangeKind.ALLOW, kind, document(allow("s3:PutObject", FILES))),
    )


def test_the_policy_of_a_vpc_endpoint_names_everybody_and_the_caller_as_a_condition() -> None:
    (change,) = changes(denial(PUT, "vpc endpoint"))
    condition = {"ArnLike": {"aws:PrincipalArn": ANN}}
    assert change.document == {
        "Principal": "*",
        **allow("s3:PutObject", FILES, Condition=condition),
    }


@pytest.mark.parametrize(
    ("policy", "kind", "owner"),
    [
        ("resource-based", PolicyKind.BUCKET, "arn:aws:s3:::reports"),
        ("service control", PolicyKind.SERVICE_CONTROL, ""),
        ("resource control", PolicyKind.RESOURCE_CONTROL, ""),
        ("vpc endpoint", PolicyKind.VPC_ENDPOINT, ""),
    ],
)
def test_a_deny_needs_an_exemption(policy: str, kind: PolicyKind, owner: str) -> None:
    condition: dict[str, object] = {"Condition": {"ArnNotLike": {"aws:PrincipalArn": ANN}}}
    found = changes(denial(PUT, policy, is_explicit=True))
    assert found == (Change(ChangeKind.EXEMPT, kind, condition, owner),)


@pytest.mark.parametrize("policy", ["identity-based", "permissions boundary", "session"])
def test_nobody_is_exempted_from_a_deny_of_his_own_policy(policy: str) -> None:
    (change,) = changes(denial(PUT, policy, is_explicit=True))
    assert (change.kind, change.document) == (ChangeKind.REMOVE_DENY, {})


def test_a_role_to_assume() -> None:
    role = "arn:aws:iam::444455556666:role/Backup"
    trust, identity = changes(denial((Permission("sts:AssumeRole", role),), "resource-based"))
    assert trust.document == {
        "Effect": "Allow",
        "Principal": {"AWS": ANN},
        "Action": "sts:AssumeRole",
    }
    assert identity.document == document(allow("sts:AssumeRole", role))


def test_a_key_that_is_known_by_its_alias() -> None:
    alias = "arn:aws:kms:eu-west-1:111122223333:alias/invoices"
    (change,) = changes(denial((Permission("kms:Decrypt", alias),)))
    condition = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/invoices"}}
    keys = "arn:aws:kms:eu-west-1:111122223333:key/*"
    assert change.document == document(allow("kms:Decrypt", keys, Condition=condition))


def test_the_key_that_s3_chooses_only_through_s3() -> None:
    keys = "arn:aws:kms:eu-west-1:111122223333:key/*"
    (change,) = changes(denial((Permission("kms:Decrypt", keys),)))
    condition = {"StringLike": {"kms:ViaService": "s3.*"}}
    assert change.document == document(allow("kms:Decrypt", keys, Condition=condition))


def test_actions_without_a_resource() -> None:
    (change,) = changes(denial((Permission("s3:ListAllMyBuckets", "*"),), caller=SESSION))
    assert change.document == document(allow("s3:ListAllMyBuckets", "*"))


def test_nothing_is_made_up() -> None:
    assert changes(Denial("Unheard", ())) == ()


@pytest.mark.parametrize(
    ("arn", "kind", "name"),
    [
        (ANN, CallerKind.USER, "ann"),
        (SESSION, CallerKind.ROLE, "Uploads"),
        (SSO, CallerKind.PERMISSION_SET, "Data_Team"),
        ("arn:aws:iam::111122223333:root", CallerKind.OTHER, ""),
        ("arn:aws:sts::111122223333:federated-user/ann", CallerKind.OTHER, ""),
        ("", CallerKind.OTHER, ""),
        ("minio-user", CallerKind.OTHER, ""),
    ],
)
def test_who_the_caller_is(arn: str, kind: CallerKind, name: str) -> None:
    caller = caller_of(arn)
    assert (caller.kind, caller.name) == (kind, name)


def test_a_session_is_named_by_its_role() -> None:
    (change,) = changes(denial(PUT, "resource-based", SESSION))
    assert change.document["Principal"] == {"AWS": "arn:aws:iam::111122223333:role/Uploads"}


def test_a_permission_set_is_named_by_a_pattern_as_its_path_is_not_known() -> None:
    (change,) = changes(denial(PUT, "resource-based", SSO))
    assert change.document["Principal"] == {"AWS": "arn:aws-us-gov:iam::111122223333:root"}
    pattern = json.dumps(change.document["Condition"])
    assert (
        "arn:aws-us-gov:iam::111122223333:role/aws-reserved/sso.amazonaws.com*/"
        "AWSReservedSSO_Data_Team_0123456789abcdef"
    ) in pattern


@pytest.mark.parametrize(
    ("resource", "owner"),
    [
        ("arn:aws:s3:::reports/2026/*", "arn:aws:s3:::reports"),
        ("arn:aws:s3:::reports", "arn:aws:s3:::reports"),
        (
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/2026/*",
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap",
        ),
        (KEY, KEY),
    ],
)
def test_what_has_the_policy(resource: str, owner: str) -> None:
    assert owner_of(resource) == owner
