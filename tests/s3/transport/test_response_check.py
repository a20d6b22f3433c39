from __future__ import annotations

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.transport.interface import Wanted
from s3enc_gui.s3.transport.response_check import NO_RANGES, OTHER_OBJECT, check_answer


def checked(wanted, status=200, **fields):
    check_answer(wanted, {"ResponseMetadata": {"HTTPStatusCode": status}, **fields})


def wish(first=0, last=None, **more):
    return Wanted(print, first, last, **more)


@pytest.mark.parametrize(
    ("wanted", "status", "fields"),
    [
        (wish(), 200, {}),
        (wish(etag="e", size=5), 200, {"ETag": '"e"', "ContentLength": 5}),
        (wish(etag="e", size=5), 200, {}),  # it does not say
        (wish(etag="ab"), 200, {"ETag": 'W/"AB"'}),
        (wish(0, 4, size=9), 206, {"ContentRange": "bytes 0-4/9", "ContentLength": 5}),
        (wish(3, 4), 206, {"ContentRange": "bytes 3-4/*"}),
        (wish(3), 206, {"ContentRange": "bytes 3-8/9"}),
        (wish(0, 8), 206, {"ContentRange": "bytes 0-4/5"}),  # there are no more
    ],
)
def test_what_was_asked_for(wanted, status, fields):
    checked(wanted, status, **fields)


@pytest.mark.parametrize(
    ("wanted", "status", "fields", "code"),
    [
        (wish(etag="e"), 200, {"ETag": '"f"'}, OTHER_OBJECT),
        (wish(size=5), 200, {"ContentLength": 6}, OTHER_OBJECT),
        (wish(0, 4, size=9), 206, {"ContentRange": "bytes 0-4/8"}, OTHER_OBJECT),
        (wish(0, 4), 200, {}, NO_RANGES),
        (wish(), 206, {"ContentRange": "bytes 0-4/9"}, NO_RANGES),
        (wish(0, 4), 206, {}, NO_RANGES),
        (wish(3, 4), 206, {"ContentRange": "bytes 0-1/9"}, NO_RANGES),
        (wish(0, 4), 206, {"ContentRange": "bytes 0-8/9"}, NO_RANGES),
        (wish(0, 4), 206, {"ContentRange": "bytes ٣-٤/9"}, NO_RANGES),
    ],
)
def test_what_was_not(wanted, status, fields, code):
    with pytest.raises(AppError) as caught:
        checked(wanted, status, **fields)
    assert caught.value.code == code
