"""How a server spells keys in listings that it says are url-encoded.

S3 writes a blank as `+` and a plus as `%2B` (API reference, EncodingType), and botocore reads it
so. Other servers write a blank as `%20` and leave a plus as it is, or say `url` and encode nothing:
there `e+f` would become `e f`, which is another object's name, or nobody's. Nothing is guessed:
what a server lists and what it then finds under a name tells which way it is.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_plus

from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors import translated

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SPELLING = "Spelling"
"""The field of an answer whose names are as the server spelled them: holds a KeySpelling."""

_TRIALS = 16  # names that are looked for, before a server is taken for one that cannot be told
_ABSENT = ("404", "NoSuchKey", "NoSuchVersion")

_Decoder = Callable[[str], str]
_Entry = dict[str, Any]


def _not_encoded(text: str) -> str:
    return text


class _Found(Enum):
    """What there is under a name: what was listed, something else, nothing; or nobody may know."""

    LISTED, OTHER, NOTHING, UNKNOWN = range(4)


class KeySpelling:
    """What is known of one server; it is learnt while it lists, and once."""

    def __init__(self, endpoint_url: str) -> None:
        others: tuple[_Decoder, ...] = (unquote, _not_encoded)
        self._possible = (unquote_plus, *(() if is_amazon(endpoint_url) else others))
        self._trials = _TRIALS

    @property
    def is_known(self) -> bool:
        """Whether it is known if a blank of a key that was listed is one."""
        return len({decode("+") for decode in self._possible}) == 1

    @property
    def is_standard(self) -> bool:
        """Whether it is S3's own for certain, which botocore reads."""
        return self._possible == (unquote_plus,)

    def settle(self, client: S3Client, bucket: str, answer: dict[str, Any]) -> None:
        """Turn what a server spelled into keys, in place; where that is not clear it is asked.

        Blocks. What stays unclear is read as S3 spells it.
        """
        objects = [*answer.get("Contents", ()), *answer.get("Versions", ())]
        entries, prefixes = [*objects, *answer.get("DeleteMarkers", ())], _prefixes(answer)
        texts = "\n".join([one["Key"] for one in entries] + [one["Prefix"] for one in prefixes])
        self._see(texts)
        if any(sign in texts for sign in self._unclear):
            for look, some in ((_object_under, objects), (_prefix_under, prefixes)):
                self._learn(some, partial(look, client, bucket))
        decode = self._possible[0]
        if "%" in texts or "+" in texts:
            for name, some in (("Key", entries), ("Prefix", prefixes)):
                for entry in some:
                    entry[name] = decode(entry[name])
        if answer.get("NextKeyMarker"):
            answer["NextKeyMarker"] = decode(answer["NextKeyMarker"])

    @property
    def _unclear(self) -> str:
        """The characters that may be something else."""
        return "".join(one for one in "+%" if len({way(f"{one}41") for way in self._possible}) > 1)

    def _see(self, texts: str) -> None:
        """Learn from what no encoding leaves as it is, and from a second way to write a blank."""
        if " " in texts:
            self._keep([_not_encoded])
        elif "%20" in texts:
            self._keep([unquote, _not_encoded])

    def _learn(self, entries: list[_Entry], look: Callable[[_Entry, str], _Found]) -> None:
        """Leave out the ways by which what was listed is not there."""
        unclear = self._unclear
        for entry in entries:
            text = entry["Key"] if "Key" in entry else entry["Prefix"]
            if not any(sign in text for sign in unclear):
                continue
            forms: dict[str, list[_Decoder]] = {}
            for decode in self._possible:
                forms.setdefault(decode(text), []).append(decode)
            if len(forms) == 1:
                continue
            if not self._trials:
                return
            self._trials -= 1
            found = {form: look(entry, form) for form in forms}
            self._keep([decode for form in _right(found) for decode in forms[form]])
            unclear = self._unclear

    def _keep(self, decoders: list[_Decoder]) -> None:
        left = tuple(one for one in self._possible if one in decoders)
        self._possible = left or self._possible


def _prefixes(answer: dict[str, Any]) -> list[_Entry]:
    return list(answer.get("CommonPrefixes", ()))


def _right(found: dict[str, _Found]) -> list[str]:
    """Return the names that may be meant; none where nothing is learnt."""
    if _Found.UNKNOWN in found.values():
        return []
    listed = [name for name, one in found.items() if one is _Found.LISTED]
    there = [name for name, one in found.items() if one is not _Found.NOTHING]
    return listed or (there if len(there) == 1 else [])


def _object_under(client: S3Client, bucket: str, entry: _Entry, key: str) -> _Found:
    wish: dict[str, Any] = {"VersionId": entry["VersionId"]} if entry.get("VersionId") else {}
    try:
        with translated(bucket=bucket, key=key):
            there = client.head_object(Bucket=bucket, Key=key, **wish)
    except AppError as error:
        return _Found.NOTHING if error.code in _ABSENT else _Found.UNKNOWN
    same = there.get("ContentLength") == entry.get("Size") and _etag(there) == _etag(entry)
    return _Found.LISTED if same else _Found.OTHER


def _prefix_under(client: S3Client, bucket: str, entry: _Entry, prefix: str) -> _Found:
    del entry
    try:
        with translated(bucket=bucket):
            there = client.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1)
    except AppError:
        return _Found.UNKNOWN
    return _Found.LISTED if there.get("Contents") else _Found.NOTHING


def _etag(fields: Any) -> str:  # noqa: ANN401 - of an entry, or of HeadObject
    return str(fields.get("ETag") or "").strip('"').lower()
