from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.policy_text import (
    LIMIT,
    PolicyText,
    check_length,
    edited,
    pretty,
    same_policy,
)
from s3enc_gui.domain.guard.rules import OWN_SIDS, Guard, Rule
from tests.domain.guard.upload_table import KEY, guard_with

ARN = "arn:aws:s3:::bucket"
TLS = guard_with(Rule.TLS).statements(ARN)
ALL = Guard(frozenset({Rule.THIS_KEY, Rule.NO_SSE_C, Rule.TLS}), KEY).statements(ARN)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    texts | st.booleans() | st.integers(-9, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
statements = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"]), "Action": values},
    optional={"Sid": texts.filter(lambda one: one not in OWN_SIDS), "Statement": values},
)


@st.composite
def policies(draw):
    """A policy as people write them: any order, indentation, spaces, escapes; maybe our own."""
    own = draw(st.lists(st.sampled_from(ALL), max_size=3, unique_by=lambda one: one["Sid"]))
    theirs = draw(st.lists(statements, min_size=0 if own else 1, max_size=4))
    found = draw(st.permutations([*own, *theirs]))
    alone = len(found) == 1 and draw(st.booleans())
    members = {
        "Version": "2012-10-17",
        "Id": draw(texts),
        "Statement": found[0] if alone else found,
    }
    document = {name: members[name] for name in draw(st.permutations(list(members)))}
    written = json.dumps(
        document,
        indent=draw(st.sampled_from([None, 0, 1, 2, 4, "\t"])),
        separators=draw(st.sampled_from([None, (",", ":"), (" ,  ", " : ")])),
        ensure_ascii=draw(st.booleans()),
    )
    space = st.text(" \t\r\n", max_size=3)
    return draw(space) + written + draw(space)


@settings(max_examples=50)
@given(policies(), st.sampled_from([(), TLS, ALL]))
def test_the_statements_of_the_user_stay_byte_for_byte(policy, wanted):
    before = PolicyText.parse(policy)
    after = edited(policy, wanted)
    if not after:
        assert not before.others
        return
    assert PolicyText.parse(after).others == before.others
    found = json.loads(after)
    old = json.loads(policy)
    assert {**found, "Statement": 0} == {**old, "Statement": 0}
    own = [one for one in PolicyText.parse(after).statements if one.get("Sid") in OWN_SIDS]
    assert own == list(wanted)
    assert edited(after, wanted) == after
    # What is around the statements stays, too.
    assert after.startswith(policy[: before.start])
    assert after.endswith(policy[before.end :])


@settings(max_examples=50)
@given(policies())
def test_adding_and_removing_the_guard_keeps_a_list_of_statements_as_it_was(policy):
    clean = edited(policy, ())
    if not clean:
        return
    again = edited(edited(clean, ALL), ())
    assert again == clean or json.loads(clean)["Statement"] == json.loads(again)["Statement"][0]


def test_the_statement_of_a_policy_with_one_becomes_a_list():
    policy = '{ "Statement" : {"Effect": "Allow",  "Sid":"Mine"}, "Version":"2008-10-17" }'
    after = edited(policy, TLS)
    assert after.startswith('{ "Statement" : [{"Effect": "Allow",  "Sid":"Mine"},{"Sid":"S3enc')
    assert after.endswith(', "Version":"2008-10-17" }')


def test_added_statements_are_indented_like_the_others():
    policy = json.dumps({"Version": "1", "Statement": [{"Sid": "Mine"}]}, indent=4)
    after = edited(policy, TLS)
    assert after.startswith(policy.rpartition("\n    ]")[0] + ',\n        {\n          "Sid"')
    assert after.endswith("\n        }\n    ]\n}")


def test_a_bucket_without_policy_gets_one_and_loses_it_again():
    after = edited("", TLS)
    assert json.loads(after) == {"Version": "2012-10-17", "Statement": [*TLS]}
    assert edited(after, ()) == ""
    assert edited("", ()) == ""


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        '{"Statement": 1}',
        '{"Statement": [1]}',
        '{"Statement": []',
        '{"Statement": [], "Statement": []}',
        '{"Statement": []} more',
        '\ufeff{"Statement": []}',
        "[" * 100_000,
        '{"Statement": ' + "[" * 100_000,
    ],
)
def test_what_is_no_policy_is_not_edited(policy):
    with pytest.raises(AppError) as caught:
        PolicyText.parse(policy)
    assert caught.value.code == "UnreadablePolicy"


def test_a_policy_longer_than_s3_accepts_is_not_written():
    check_length("é" * (LIMIT // 2))
    with pytest.raises(AppError) as caught:
        check_length("é" * (LIMIT // 2) + " ")
    assert caught.value.code == "PolicyTooLong"
    assert "20,481" in caught.value.detail


def test_a_policy_is_the_same_however_a_server_writes_it():
    one = {
        "Version": "2012-10-17",
        "Statement": [{"Principal": {"AWS": "*"}, "Action": ["b", "a"]}],
    }
    other = {"Statement": {"Action": ["a", "b"], "Principal": "*"}, "Version": "2012-10-17"}
    assert same_policy(json.dumps(one), json.dumps(other, indent=1))
    assert not same_policy(json.dumps(one), json.dumps(other).replace("a", "c"))
    assert not same_policy("", json.dumps(one))
    assert not same_policy("{", "[")
    assert same_policy("", "")


def test_a_policy_is_shown_with_one_value_in_a_line():
    assert pretty('{"a":["ü"]}') == '{\n  "a": [\n    "ü"\n  ]\n}\n'
    assert pretty("{") == "{"
