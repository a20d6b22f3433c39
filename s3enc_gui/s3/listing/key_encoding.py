"""Finds out how a server encodes keys in listings with EncodingType `url`.

S3 encodes a space as `+` and a plus as `%2B` (S3 API Reference, EncodingType), and botocore decodes
it so. Some servers leave a plus unencoded, or encode nothing: `e+f` would become `e f`, another
key. The encoding is determined by looking up listed keys. A space encoded as `%20` proves nothing:
SeaweedFS does so before the last slash only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_plus

from s3enc_gui.domain.error_codes import GONE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.transport.responses import read_etag

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ENCODING = "KeyEncoding"
"""The field of a response whose keys aren't decoded yet: holds the KeyEncoding."""

_LOOKUPS = 16  # entries looked up at most for a server

_Decoder = Callable[[str], str]
_Entry = dict[str, Any]


def _not_encoded(text: str) -> str:
    return text


class _LookupResult(Enum):
    """The object that has a key: the one listed, another one, none; or not known."""

    LISTED, OTHER, NOTHING, UNKNOWN = range(4)


class KeyEncoding:
    """The encoding of one server, determined from its listings."""

    def __init__(self, endpoint_url: str) -> None:
        self.is_standard = is_amazon(endpoint_url)
        self._keys, self._prefixes = _Encodings("Key"), _Encodings("Prefix")

    @property
    def is_known(self) -> bool:
        """Whether spaces in listed keys are certainly spaces."""
        return self.is_standard or "+" not in self._keys.ambiguous

    def decode(
        self, client: S3Client, bucket: str, response: dict[str, Any], prefix: str = ""
    ) -> None:
        """Decode the keys and prefixes of a listing of `prefix`, in place; blocks.

        Ambiguous ones are looked up. What stays ambiguous is decoded like S3's.
        """

        def has_object(entry: _Entry, key: str) -> _LookupResult:
            return _object_under(client, bucket, entry, key)

        def has_prefix(_: _Entry, prefix: str) -> _LookupResult:
            return _prefix_under(client, bucket, prefix)

        objects = [*response.get("Contents", ()), *response.get("Versions", ())]
        self._keys.match_prefix(prefix, objects)
        self._keys.learn(objects, has_object)
        self._keys.decode([*objects, *response.get("DeleteMarkers", ())])
        prefixes = response.get("CommonPrefixes", ())
        self._prefixes.match_prefix(prefix, prefixes)
        self._prefixes.learn(prefixes, has_prefix)
        self._prefixes.decode(prefixes)
        if response.get("NextKeyMarker"):
            response["NextKeyMarker"] = self._keys.possible[0](response["NextKeyMarker"])


class _Encodings:
    """The possible decoders of a field, S3's first."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._lookups = _LOOKUPS
        self.possible: tuple[_Decoder, ...] = (unquote_plus, unquote, _not_encoded)

    @property
    def ambiguous(self) -> str:
        """The characters whose meaning isn't known."""
        return "".join(
            one for one in "+%" if len({decode(f"{one}41") for decode in self.possible}) > 1
        )

    def decode(self, entries: list[_Entry]) -> None:
        """Decode the field of entries, in place."""
        field, decode = self._field, self.possible[0]
        for entry in entries:
            text = entry[field]
            if "%" in text or "+" in text:
                entry[field] = decode(text)

    def match_prefix(self, prefix: str, entries: Sequence[_Entry]) -> None:
        """Exclude decoders by which an entry isn't under the prefix."""
        if entries and self.ambiguous:
            text = entries[0][self._field]
            self._keep([one for one in self.possible if one(text).startswith(prefix)])

    def learn(self, entries: list[_Entry], look_up: Callable[[_Entry, str], _LookupResult]) -> None:
        """Exclude decoders by which an entry doesn't exist, or two entries are the same."""
        doubtful = [one for sign in self.ambiguous for one in entries if sign in one[self._field]]
        if not doubtful:
            return
        texts = {one[self._field] for one in entries}
        self._keep([one for one in self.possible if len(set(map(one, texts))) == len(texts)])
        for entry in doubtful:
            forms: dict[str, list[_Decoder]] = {}
            for decode in self.possible:
                forms.setdefault(decode(entry[self._field]), []).append(decode)
            if len(forms) > 1 and self._lookups:
                self._lookups -= 1
                found = {form: look_up(entry, form) for form in forms}
                self._keep([decode for form in _right(found) for decode in forms[form]])

    def _keep(self, decoders: list[_Decoder]) -> None:
        self.possible = tuple(one for one in self.possible if one in decoders) or self.possible


def _right(found: dict[str, _LookupResult]) -> list[str]:
    """Return the keys that may be the right ones; empty where the lookups decide nothing."""
    if _LookupResult.UNKNOWN in found.values():
        return []
    listed = [name for name, one in found.items() if one is _LookupResult.LISTED]
    existing = [name for name, one in found.items() if one is not _LookupResult.NOTHING]
    return listed or (existing if len(existing) == 1 else [])


def _object_under(client: S3Client, bucket: str, entry: _Entry, key: str) -> _LookupResult:
    params: dict[str, Any] = {"VersionId": entry["VersionId"]} if entry.get("VersionId") else {}
    try:
        with translated(bucket=bucket, key=key):
            head = client.head_object(Bucket=bucket, Key=key, **params)
    except AppError as error:
        return _LookupResult.NOTHING if error.code in GONE else _LookupResult.UNKNOWN
    same = head.get("ContentLength") == entry.get("Size") and read_etag(head) == read_etag(entry)
    return _LookupResult.LISTED if same else _LookupResult.OTHER


def _prefix_under(client: S3Client, bucket: str, prefix: str) -> _LookupResult:
    try:
        with translated(bucket=bucket):
            response = client.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1)
    except AppError:
        return _LookupResult.UNKNOWN
    return _LookupResult.LISTED if response.get("Contents") else _LookupResult.NOTHING
