from __future__ import annotations

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.transport.interface import GetRequest
from s3enc_gui.s3.transport.response_check import NO_RANGES, OTHER_OBJECT, check_response


def checked(wanted, status=200, **fields):
    check_response(wanted, {"ResponseMetadata": {"HTTPStatusCode": status}, **fields})


def params(first=0, last=None, **more):
    return GetRequest(print, first, last, **more)


@pytest.mark.parametrize(
    ("wanted", "status", "fields"),
    [
        (params(), 200, {}),
        (params(etag="e", size=5), 200, {"ETag": '"e"', "ContentLength": 5}),
        (params(etag="e", size=5), 200, {}),  # unknown
        (params(etag="ab"), 200, {"ETag": 'W/"AB"'}),
        (params(0, 4, size=9), 206, {"ContentRange": "bytes 0-4/9", "ContentLength": 5}),
        (params(3, 4), 206, {"ContentRange": "bytes 3-4/*"}),
        (params(3), 206, {"ContentRange": "bytes 3-8/9"}),
        (params(0, 8), 206, {"ContentRange": "bytes 0-4/5"}),  # beyond the end
    ],
)
def test_matching_responses(wanted, status, fields):
    checked(wanted, status, **fields)


@pytest.mark.parametrize(
    ("wanted", "status", "fields", "code"),
    [
        (params(etag="e"), 200, {"ETag": '"f"'}, OTHER_OBJECT),
        (params(size=5), 200, {"ContentLength": 6}, OTHER_OBJECT),
        (params(0, 4, size=9), 206, {"ContentRange": "bytes 0-4/8"}, OTHER_OBJECT),
        (params(0, 4), 200, {}, NO_RANGES),
        (params(), 206, {"ContentRange": "bytes 0-4/9"}, NO_RANGES),
        (params(0, 4), 206, {}, NO_RANGES),
        (params(3, 4), 206, {"ContentRange": "bytes 0-1/9"}, NO_RANGES),
        (params(0, 4), 206, {"ContentRange": "bytes 0-8/9"}, NO_RANGES),
        (params(0, 4), 206, {"ContentRange": "bytes ٣-٤/9"}, NO_RANGES),
    ],
)
def test_responses_that_do_not_match(wanted, status, fields, code):
    with pytest.raises(AppError) as caught:
        checked(wanted, status, **fields)
    assert caught.value.code == code
