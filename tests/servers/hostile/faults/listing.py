"""Listings without order, with repetitions, without tokens, or with other encodings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from tests.servers.hostile.answers import Answer, tags, xml
from tests.servers.hostile.faults.building_blocks import Work, without_parameter
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.listings import Entry, entries, head_of, page_size, versions
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile
from tests.servers.hostile.stored import md5

LISTS = ("ListObjectsV2", "ListObjectVersions")
Pages = Callable[[list[Entry], int], list[list[Entry]]]
"""Splits the entries into pages."""


def cut(found: list[Entry], size: int) -> list[list[Entry]]:
    """Correct pages."""
    return [found[at : at + size] for at in range(0, len(found), size)] or [[]]


def shuffled(found: list[Entry]) -> list[Entry]:
    """Another, stable order, like by date."""
    return sorted(found, key=lambda entry: md5(entry[0].encode()))


def overlapping(found: list[Entry], size: int) -> list[list[Entry]]:
    """Each page repeats the last third of the previous page."""
    pages = cut(found, size)
    tail = max(1, size // 3)
    return [before[-tail:] + page for before, page in zip([[], *pages], pages, strict=False)]


def page_by_page(s3: Hostile, pages: Pages) -> None:
    """List objects in these pages, as of the first request. StartAfter is honored."""
    cursors: list[list[list[Entry]]] = []

    def listed(request: Request, work: Work) -> Answer:
        del work
        size = page_size(s3, request)
        token = request.query.get("continuation-token")
        if token is None:
            after = request.query.get("start-after", "")
            there = list(entries(s3, request, ""))
            cursors.append(pages([one for one in there if one[0] > after], size))
            token = f"{len(cursors) - 1}-0"
        cursor, at = map(int, token.split("-"))
        more = at + 1 < len(cursors[cursor])
        head = head_of(request, more)
        if more:
            head += tags(NextContinuationToken=f"{cursor}-{at + 1}")
        return xml("ListBucketResult", head + "".join(inside for _, inside in cursors[cursor][at]))

    s3.change("ListObjectsV2", listed)


@fault("list-by-date", "Objects are listed by their dates, in pages with tokens")
def list_by_date(s3: Hostile) -> None:
    page_by_page(s3, lambda found, size: cut(shuffled(found), size))


@fault("list-by-date-each-page-sorted", "The pages are by date, each of them is in order")
def list_by_date_sorted(s3: Hostile) -> None:
    page_by_page(s3, lambda found, size: [sorted(one) for one in cut(shuffled(found), size)])


@fault("list-pages-overlap", "Each page repeats the last third of the previous page")
def list_pages_overlap(s3: Hostile) -> None:
    page_by_page(s3, overlapping)


@fault("list-twice", "Each entry is listed twice in a row")
def list_twice(s3: Hostile) -> None:
    page_by_page(s3, lambda found, size: cut([one for one in found for _ in (1, 2)], size))


@fault("list-all-again", "After the last page the listing is repeated once")
def list_all_again(s3: Hostile) -> None:
    page_by_page(s3, lambda found, size: cut(found, size) + cut(found, size))


@fault("list-by-date-and-overlap", "Pages are by date, and repeat entries of the previous page")
def list_by_date_and_overlap(s3: Hostile) -> None:
    page_by_page(s3, lambda found, size: overlapping(shuffled(found), size))


@fault(
    "list-by-date-go-on-behind-a-key",
    "By date, but each page has only keys after the last one",
    ("download folder", "audit"),  # there, each page is in order
)
def list_by_date_behind_a_key(s3: Hostile) -> None:
    def listed(request: Request, work: Work) -> Answer:
        del work
        after = request.query.get("continuation-token", "")
        left = shuffled([one for one in entries(s3, request, "") if one[0] > after])
        shown = left[: page_size(s3, request)]
        more = len(left) > len(shown)
        head = head_of(request, more)
        if more:
            head += tags(NextContinuationToken=shown[-1][0])
        return xml("ListBucketResult", head + "".join(inside for _, inside in shown))

    s3.change("ListObjectsV2", listed)


@fault("list-token-ignored", "The token is ignored: every page is the first one")
def list_token_ignored(s3: Hostile) -> None:
    without_parameter(s3, "continuation-token", "ListObjectsV2")


@fault("list-start-after-ignored", "StartAfter is ignored")
def list_start_after_ignored(s3: Hostile) -> None:
    without_parameter(s3, "start-after", "ListObjectsV2")


@fault("list-prefix-ignored", "The prefix is ignored: the whole bucket is listed")
def list_prefix_ignored(s3: Hostile) -> None:
    without_parameter(s3, "prefix", *LISTS)


@fault("list-no-token", "The listing is truncated, but has no token")
def list_no_token(s3: Hostile) -> None:
    _rewrite(s3, r"<NextContinuationToken>.*?</NextContinuationToken>", "")


@fault("list-versions-overlap", "Each page of versions repeats the last one of the previous page")
def list_versions_overlap(s3: Hostile) -> None:
    _list_versions(s3, list, again=1)


@fault("list-versions-by-date", "Versions are listed in no order of keys")
def list_versions_by_date(s3: Hostile) -> None:
    _list_versions(s3, lambda found: sorted(found, key=lambda one: md5(f"{one[:2]}".encode())))


def _list_versions(s3: Hostile, arrange: Callable[[list[Any]], list[Any]], again: int = 0) -> None:
    def listed(request: Request, work: Work) -> Answer:
        del work
        found = arrange(list(versions(s3, request)))
        marker = request.query.get("key-marker"), request.query.get("version-id-marker")
        names = [one[:2] for one in found]
        begin = max(0, names.index(marker) + 1 - again) if marker in names else 0
        size = min(s3.page + again, int(request.query.get("max-keys") or 1000))
        shown, more = found[begin : begin + size], begin + size < len(found)
        head = head_of(request, more)
        if more:
            key = quote(shown[-1][0], safe="/")
            head += tags(NextVersionIdMarker=shown[-1][1]) + f"<NextKeyMarker>{key}</NextKeyMarker>"
        return xml("ListVersionsResult", head + "".join(inside for *_, inside in shown))

    s3.change("ListObjectVersions", listed)


@fault("list-says-url-encodes-nothing", "EncodingType is url, but names aren't encoded")
def list_says_url_encodes_nothing(s3: Hostile) -> None:
    def listed(request: Request, work: Work) -> Answer:
        request.query.pop("encoding-type", None)
        answer = work()
        answer.body = answer.body.replace(
            b"<MaxKeys>", b"<EncodingType>url</EncodingType><MaxKeys>"
        )
        return answer

    for operation in LISTS:
        s3.change(operation, listed)


@fault("list-leaves-plus", "Names are percent-encoded as in a path, where a plus is a plus")
def list_leaves_plus(s3: Hostile) -> None:
    _spell(s3, lambda name: name.replace("+", "%20").replace("%2B", "+"))


@fault("list-folders-blank-is-%20", "A space is %20 before the last slash, + after it: SeaweedFS")
def list_folders_blank_is_percent_20(s3: Hostile) -> None:
    def spell(name: str) -> str:
        folders, slash, last = name.rpartition("/")
        return folders.replace("+", "%20") + slash + last

    _spell(s3, spell)


@fault("list-prefixes-leave-plus", "Keys are encoded as in S3, but + in prefixes isn't")
def list_prefixes_leave_plus(s3: Hostile) -> None:
    def spelled(match: re.Match[str]) -> str:
        return f"<Prefix>{match[1].replace('+', '%20').replace('%2B', '+')}</Prefix>"

    _rewrite(s3, "<Prefix>(.*?)</Prefix>", spelled)


@fault("list-blank-is-%20", "A space is %20, the rest is encoded as in S3")
def list_blank_is_percent_20(s3: Hostile) -> None:
    _spell(s3, lambda name: name.replace("+", "%20"))


@fault("list-ignores-encoding-type", "EncodingType is ignored: names aren't encoded")
def list_ignores_encoding_type(s3: Hostile) -> None:
    without_parameter(s3, "encoding-type", *LISTS)


def _spell(s3: Hostile, spell: Callable[[str], str]) -> None:
    def spelled(match: re.Match[str]) -> str:
        return f"<{match[1]}>{spell(match[2])}</{match[1]}>"

    _rewrite(s3, r"<(Key|Prefix|NextKeyMarker)>(.*?)</\1>", spelled)


def _rewrite(s3: Hostile, old: str, new: str | Callable[[re.Match[str]], str]) -> None:
    def listed(request: Request, work: Work) -> Answer:
        del request
        answer = work()
        answer.body = re.sub(old, new, answer.body.decode()).encode()
        return answer

    for operation in LISTS:
        s3.change(operation, listed)


@fault("list-versions-left-out", "The versions of every third key are missing")
def list_versions_left_out(s3: Hostile) -> None:
    def listed(request: Request, work: Work) -> Answer:
        del request
        answer = work()
        entries = re.findall("<Version>.*?</Version>", answer.body.decode(), re.DOTALL)
        for entry in entries[2::3]:
            answer.body = answer.body.replace(entry.encode(), b"")
        return answer

    s3.change("ListObjectVersions", listed)
