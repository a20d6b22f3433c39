"""Listings are complete and without repetitions, or end with an error."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given as examples
from hypothesis import strategies as st

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import START, ListingNotice, Position
from s3enc_gui.s3.listing.order import SeenEntries
from s3enc_gui.s3.listing.pages import object_pages, version_pages

AMAZON, OTHER = "https://s3.eu-west-1.amazonaws.com", "https://s3.example"
REPEATED, DISORDER, ANEW = ListingNotice.REPEATED, ListingNotice.DISORDER, ListingNotice.RESTARTED


class Paged:
    """A server that lists these pages; names that end in `/` are prefixes. Tokens are numbers."""

    def __init__(self, *pages, url=OTHER):
        self.pages, self.asked = pages, []
        self.forgets = False  # rejects the next token
        self.meta = SimpleNamespace(endpoint_url=url)

    def list_objects_v2(self, **params):
        self.asked.append(params)
        token = params.get("ContinuationToken")
        if token is not None and self.forgets:
            self.forgets = False
            raise ClientError({"Error": {"Code": "InvalidArgument"}}, "ListObjectsV2")
        number = int(token or 0)
        after = params.get("StartAfter", "")
        names = [one for one in self.pages[number] if one > after]
        found: dict[str, Any] = {
            "Contents": [{"Key": name, "Size": 1} for name in names if not name.endswith("/")],
            "CommonPrefixes": [{"Prefix": name} for name in names if name.endswith("/")],
        }
        if number + 1 < len(self.pages):
            found |= {"IsTruncated": True, "NextContinuationToken": str(number + 1)}
        return found

    def list_object_versions(self, **params):
        number = int(params.get("KeyMarker", "0"))
        found: dict[str, Any] = {
            "Versions": [{"Key": key, "VersionId": version} for key, version in self.pages[number]]
        }
        if number + 1 < len(self.pages):
            found |= {"IsTruncated": True, "NextKeyMarker": str(number + 1)}
        return found


def names(pages):
    return [name for page in pages for name in (*page.prefixes, *(o.key for o in page.objects))]


def listed(*pages, **more):
    client: Any = Paged(*pages, **more)
    return list(object_pages(client, "bucket"))


def noticed(pages):
    return [notice for page in pages for notice in page.notices]


def test_an_ordered_listing_is_complete():
    pages = listed("ab", ["c", "d/"], "e")
    assert (names(pages), noticed(pages)) == (["a", "b", "d/", "c", "e"], [])
    assert pages[-1].next is None
    assert [page.next.key for page in pages[:-1]] == ["b", "d/"]


def test_the_order_is_that_of_utf_8():
    assert noticed(listed(["Z", "a", "\ud7ff"], ["\ue000", "\U00010000"])) == []


@pytest.mark.parametrize("pages", [["abc", "bcd", "def"], ["aabb", "cc"], ["abc", "abc"]])
def test_repetitions_are_removed_and_reported_once(pages):
    found = listed(*pages)
    assert (names(found), noticed(found)) == (sorted(set("".join(pages))), [REPEATED])
    assert all(page.in_order for page in found)


def test_repeated_prefixes_are_removed():
    found = listed(["a/", "b/"], ["a/", "b/", "c/"], ["c/", "d/"])
    assert names(found) == ["a/", "b/", "c/", "d/"]


def test_a_repeated_last_prefix_is_not_reported():
    assert noticed(listed(["a/", "b/"], ["b/", "c"])) == []


def test_disorder_is_reported_once_and_nothing_is_removed():
    found = listed("dfh", "ace", "gb")
    assert (names(found), noticed(found)) == (list("dfhacegb"), [DISORDER])
    assert [page.next and page.next.key for page in found] == ["h", "", None]


def test_keys_listed_before_the_disorder_are_known():
    found = listed(["a/", "b", "c"], ["a/", "0"])
    assert names(found) == ["a/", "b", "c", "0"]


def test_disorder_with_repetitions_is_incomplete():
    with pytest.raises(AppError) as caught:
        listed("fbd", "hfg")
    assert caught.value.code == "ListingDisorder"


@examples(
    keys=st.sets(st.text(alphabet="ab/é\U00010000", min_size=1, max_size=3), min_size=1),
    data=st.data(),
)
def test_any_paging_gives_each_entry_once_or_an_error(keys, data):
    order = data.draw(st.permutations(sorted(keys)))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(order)), max_size=4)))
    bounds = list(zip([0, *cuts], [*cuts, len(order)], strict=True))
    overlap = data.draw(st.integers(0, 3))
    pages = [order[max(0, begin - overlap) : end] for begin, end in bounds]
    try:
        found = names(listed(*pages))
    except AppError as error:
        assert error.code == "ListingDisorder"  # noqa: PT017 - as good as all
        assert list(order) != sorted(order)
    else:
        assert sorted(found) == sorted(keys)


@examples(data=st.data(), overlap=st.integers(0, 3), forgets=st.booleans())
def test_an_interrupted_listing_repeats_nothing(data, overlap, forgets):
    """A new process loads the entries that an earlier one listed."""
    keys = sorted(data.draw(st.sets(st.text(alphabet="abc", min_size=1, max_size=3), min_size=2)))
    order = data.draw(st.permutations(keys)) if not overlap else keys
    size = data.draw(st.integers(1, 4))
    pages = [order[max(0, at - overlap) : at + size] for at in range(0, len(order), size)]
    client: Any = Paged(*pages)
    first = list(zip(object_pages(client, "bucket"), range(len(pages) // 2 + 1), strict=False))
    before = names(page for page, _ in first)
    client.forgets = forgets
    after = first[-1][0].next
    if after is None:
        assert sorted(before) == keys
        return
    rest = names(object_pages(client, "bucket", after=after, seen=SeenEntries(lambda: before)))
    assert sorted(before + rest) == keys


def version_names(pages):
    return [(one.key, one.version_id) for page in pages for one in page.objects]


def versions(*pages):
    client: Any = Paged(*pages)
    return list(version_pages(client, "bucket"))


def test_versions_of_a_key_may_span_pages():
    pages = versions([("a", "3"), ("a", "2")], [("a", "1"), ("b", "1")], [("b", "0")])
    assert version_names(pages) == [("a", "3"), ("a", "2"), ("a", "1"), ("b", "1"), ("b", "0")]
    assert noticed(pages) == []


def test_repeated_versions_are_removed():
    pages = versions([("a", "2"), ("a", "1")], [("a", "1"), ("a", "0"), ("b", "1")])
    assert version_names(pages) == [("a", "2"), ("a", "1"), ("a", "0"), ("b", "1")]
    assert noticed(pages) == [REPEATED]


@pytest.mark.parametrize("pages", [[[("b", "1"), ("a", "1")]], [[("b", "1")], [("a", "1")]]])
def test_versions_out_of_order_are_reported(pages):
    assert noticed(versions(*pages)) == [DISORDER]


# --- resuming -------------------------------------------------------------------------------------


def interrupted(*pages, url=OTHER):
    """Return a client and the position after its first page."""
    client: Any = Paged(*pages, url=url)
    return client, next(object_pages(client, "bucket")).next


def test_a_listing_is_resumed_by_token():
    client, after = interrupted("df", "ac", "be")
    assert names(object_pages(client, "bucket", after=after)) == list("acbe")


def test_aws_resumes_a_listing_by_key():
    client, after = interrupted("ab", "cd", url=AMAZON)
    client.forgets, client.pages = True, ["abcd"]
    assert names(object_pages(client, "bucket", after=after)) == ["c", "d"]
    assert client.asked[-1]["StartAfter"] == "b"


def test_other_servers_restart_even_an_ordered_listing():
    client, after = interrupted("bdf", "ace")
    client.forgets, client.pages = True, ["bdface"]
    pages = list(object_pages(client, "bucket", after=after, seen=SeenEntries(lambda: "bdf")))
    assert (names(pages), noticed(pages)) == (["a", "c", "e"], [ANEW])


def test_a_restarted_listing_that_is_interrupted_repeats_nothing():
    client, after = interrupted("ab", "cd", "ef")
    client.forgets = True
    again = next(object_pages(client, "bucket", after=after, seen=SeenEntries(lambda: "ab")))
    assert again.next
    rest = object_pages(client, "bucket", after=again.next, seen=SeenEntries(lambda: "ab"))
    assert names(rest) == ["c", "d", "e", "f"]


def test_without_the_seen_entries_a_listing_is_not_restarted():
    client, after = interrupted("ab", "cd")
    client.forgets = True
    with pytest.raises(AppError) as caught:
        list(object_pages(client, "bucket", after=after))
    assert caught.value.code == "NotResumable"


def test_a_listing_from_the_beginning_repeats_nothing():
    """Without a token, the listing starts from the beginning."""
    client: Any = Paged("ab")
    pages = list(object_pages(client, "bucket", after=START, seen=SeenEntries(lambda: "a")))
    assert (names(pages), noticed(pages)) == (["b"], [ANEW])


def test_an_ignored_token_repeats_nothing():
    client: Any = Paged("abcd")
    after = Position("b", token="0")
    pages = object_pages(client, "bucket", after=after, seen=SeenEntries(lambda: "ab"))
    assert names(pages) == ["c", "d"]


def test_an_ordered_listing_loads_nothing():
    def load():
        raise AssertionError

    client, after = interrupted("ab", "cd")
    assert names(object_pages(client, "bucket", after=after, seen=SeenEntries(load))) == ["c", "d"]


def test_another_error_does_not_restart_the_listing():
    client, after = interrupted("ab", "cd")

    def denied(**_):
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "ListObjectsV2")

    client.list_objects_v2 = denied
    with pytest.raises(AppError) as caught:
        list(object_pages(client, "bucket", after=after, seen=SeenEntries()))
    assert caught.value.code == "AccessDenied"
