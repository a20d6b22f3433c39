"""How a server spells keys in listings that it says are url-encoded.

S3 writes a blank as `+` and a plus as `%2B` (API reference, EncodingType), and botocore reads it
so. Other servers write a plus as it is, or say `url` and encode nothing: there `e+f` would become
`e f`, which is another object's name, or nobody's. Nothing is guessed: what a server lists and what
it then finds under a name tells which way it is. That it writes a blank as `%20` says nothing:
SeaweedFS does so before the last slash, and as S3 behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_plus

from s3enc_gui.domain.error_codes import GONE
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.session.endpoints import is_amazon
from s3enc_gui.s3.transport.responses import read_etag

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SPELLING = "Spelling"
"""The field of an answer whose names are as the server spelled them: holds a KeySpelling."""

_TRIALS = 16  # names that are looked for, before a server is taken for one that cannot be told

_Decoder = Callable[[str], str]
_Entry = dict[str, Any]


def _not_encoded(text: str) -> str:
    return text


class _LookupResult(Enum):
    """What there is under a name: what was listed, something else, nothing; or nobody may know."""

    LISTED, OTHER, NOTHING, UNKNOWN = range(4)


class KeyEncoding:
    """What is known of one server; it is learnt while it lists, and once."""

    def __init__(self, endpoint_url: str) -> None:
        self.is_standard = is_amazon(endpoint_url)
        self._keys, self._prefixes = _Encodings("Key"), _Encodings("Prefix")

    @property
    def is_known(self) -> bool:
        """Whether it is known if a blank of a key that was listed is one."""
        return self.is_standard or "+" not in self._keys.unclear

    def settle(
        self, client: S3Client, bucket: str, answer: dict[str, Any], prefix: str = ""
    ) -> None:
        """Turn what a server spelled into keys, in place; where that is not clear it is asked.

        `prefix` is what it was to list. Blocks. What stays unclear is read as S3 spells it.
        """

        def has_object(entry: _Entry, key: str) -> _LookupResult:
            return _object_under(client, bucket, entry, key)

        def has_prefix(_: _Entry, prefix: str) -> _LookupResult:
            return _prefix_under(client, bucket, prefix)

        objects = [*answer.get("Contents", ()), *answer.get("Versions", ())]
        self._keys.begin_with(prefix, objects)
        self._keys.learn(objects, has_object)
        self._keys.decode([*objects, *answer.get("DeleteMarkers", ())])
        prefixes = answer.get("CommonPrefixes", ())
        self._prefixes.begin_with(prefix, prefixes)
        self._prefixes.learn(prefixes, has_prefix)
        self._prefixes.decode(prefixes)
        if answer.get("NextKeyMarker"):
            answer["NextKeyMarker"] = self._keys.possible[0](answer["NextKeyMarker"])


class _Encodings:
    """The ways in which a field may be spelled, S3's first: as many as are still possible."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._trials = _TRIALS
        self.possible: tuple[_Decoder, ...] = (unquote_plus, unquote, _not_encoded)

    @property
    def unclear(self) -> str:
        """The characters that may be something else."""
        return "".join(
            one for one in "+%" if len({decode(f"{one}41") for decode in self.possible}) > 1
        )

    def decode(self, entries: list[_Entry]) -> None:
        """Turn texts into names, in place."""
        field, decode = self._field, self.possible[0]
        for entry in entries:
            text = entry[field]
            if "%" in text or "+" in text:
                entry[field] = decode(text)

    def begin_with(self, prefix: str, entries: Sequence[_Entry]) -> None:
        """Leave out the ways by which what was listed is not below the prefix."""
        if entries and self.unclear:
            text = entries[0][self._field]
            self._keep([one for one in self.possible if one(text).startswith(prefix)])

    def learn(self, entries: list[_Entry], look: Callable[[_Entry, str], _LookupResult]) -> None:
        """Leave out the ways by which what was listed is not there.

        And those by which two different texts were the same name.
        """
        doubtful = [one for sign in self.unclear for one in entries if sign in one[self._field]]
        if not doubtful:
            return
        texts = {one[self._field] for one in entries}
        self._keep([one for one in self.possible if len(set(map(one, texts))) == len(texts)])
        for entry in doubtful:
            forms: dict[str, list[_Decoder]] = {}
            for decode in self.possible:
                forms.setdefault(decode(entry[self._field]), []).append(decode)
            if len(forms) > 1 and self._trials:
                self._trials -= 1
                found = {form: look(entry, form) for form in forms}
                self._keep([decode for form in _right(found) for decode in forms[form]])

    def _keep(self, decoders: list[_Decoder]) -> None:
        self.possible = tuple(one for one in self.possible if one in decoders) or self.possible


def _right(found: dict[str, _LookupResult]) -> list[str]:
    """Return the names that may be meant; none where nothing is learnt."""
    if _LookupResult.UNKNOWN in found.values():
        return []
    listed = [name for name, one in found.items() if one is _LookupResult.LISTED]
    there = [name for name, one in found.items() if one is not _LookupResult.NOTHING]
    return listed or (there if len(there) == 1 else [])


def _object_under(client: S3Client, bucket: str, entry: _Entry, key: str) -> _LookupResult:
    params: dict[str, Any] = {"VersionId": entry["VersionId"]} if entry.get("VersionId") else {}
    try:
        with translated(bucket=bucket, key=key):
            there = client.head_object(Bucket=bucket, Key=key, **params)
    except AppError as error:
        return _LookupResult.NOTHING if error.code in GONE else _LookupResult.UNKNOWN
    same = there.get("ContentLength") == entry.get("Size") and read_etag(there) == read_etag(entry)
    return _LookupResult.LISTED if same else _LookupResult.OTHER


def _prefix_under(client: S3Client, bucket: str, prefix: str) -> _LookupResult:
    try:
        with translated(bucket=bucket):
            there = client.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1)
    except AppError:
        return _LookupResult.UNKNOWN
    return _LookupResult.LISTED if there.get("Contents") else _LookupResult.NOTHING
