"""Objects of every kind, and what a change of encryption must do with each.

The expected ways are written here by hand: nothing of the program decides them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.servers.hostile import BUCKET, ENCRYPTION, Hostile, Stored
from tests.servers.hostile.state import ACCOUNT_KEYS
from tests.servers.hostile.stored import CLASS, CUSTOMER, CUSTOMER_MD5, KEY, LOCK

TARGET = f"{ACCOUNT_KEYS}11111111-2222-3333-4444-555555555555"
A, B = (f"{ACCOUNT_KEYS}{letter * 8}-2222-3333-4444-555555555555" for letter in "ab")
BUCKET_KEY = f"{ENCRYPTION}-bucket-key-enabled"
SSE_S3 = {ENCRYPTION: "AES256"}
KMS_A = {ENCRYPTION: "aws:kms", KEY: A}
KMS_B = {ENCRYPTION: "aws:kms", KEY: B, BUCKET_KEY: "true"}
DSSE = {ENCRYPTION: "aws:kms:dsse", KEY: A}
UNDER_TARGET = {ENCRYPTION: "aws:kms", KEY: TARGET}
RETAINED = {f"{LOCK}mode": "GOVERNANCE", f"{LOCK}retain-until-date": "2099-01-01T00:00:00Z"}
HELD = {f"{LOCK}legal-hold": "ON"}
DESCRIBED = {
    "content-type": "text/x-mixed; charset=utf-8",
    "cache-control": "max-age=7",
    "x-amz-meta-author": "Anna",
}
CLIENT_SIDE = {
    "x-amz-meta-x-amz-key-v2": "d3JhcHBlZA==",
    "x-amz-meta-x-amz-iv": "aXYgb2YgdGhlIGRhdGE=",
    "x-amz-meta-x-amz-cek-alg": "AES/GCM/NoPadding",
    "x-amz-meta-x-amz-wrap-alg": "kms+context",
    "x-amz-meta-x-amz-matdesc": '{"aws:x-amz-cek-alg":"AES/GCM/NoPadding"}',
}
UPDATE, COPY, PARTS, NOTHING = "in place", "copy", "copy in parts", "nothing to do"
NO_KEY, ARCHIVED, OLD, PLAIN = (
    f"cannot: {why}" for why in ("customer key", "archived", "old version", "unrequestable")
)
WHOLE = 64  # bytes; larger objects are copied in parts
CHANGING = (UPDATE, COPY, PARTS)


@dataclass(frozen=True)
class Kind:
    """A kind of versions. `ways` are those of the change and of its undoing, where the server
    changes encryption in place; `copies` are the same where it doesn't, if they are others.

    `parts`: sizes in bytes.
    """

    headers: dict[str, str]
    ways: tuple[str, str]
    copies: tuple[str, str] | None = None
    parts: tuple[int, ...] = ()
    size: int = 20

    def way(self, *, in_place: bool, undo: bool) -> str:
        return (self.ways if in_place else self.copies or self.ways)[undo]


def sse_c(md5: str) -> dict[str, str]:
    return {CUSTOMER: "AES256", CUSTOMER_MD5: md5}


COPIED, LARGE = (COPY, COPY), 3 * WHOLE + 7
OLD_S3 = Kind(SSE_S3, (UPDATE, OLD), (OLD, ""))
OLD_KMS = Kind(KMS_A, (UPDATE, UPDATE), (OLD, ""))
OLD_DSSE = Kind(DSSE, (OLD, ""))
S3 = Kind(SSE_S3, (UPDATE, COPY), COPIED)
KMS = Kind(KMS_A, (UPDATE, UPDATE), COPIED)
DSSE_KIND = Kind(DSSE, COPIED)


def kinds(known_key: str, unknown_key: str) -> tuple[tuple[Kind, ...], ...]:
    """Return the kinds of objects, each with its versions, the latest last."""
    return (
        (S3,),
        (KMS,),
        (Kind(KMS_B, (UPDATE, UPDATE), COPIED),),
        (DSSE_KIND,),
        (Kind(UNDER_TARGET, (NOTHING, "")),),
        (Kind({}, (COPY, PLAIN)),),
        (Kind(sse_c(known_key), COPIED),),
        (Kind(sse_c(unknown_key), (NO_KEY, "")),),
        (Kind({**SSE_S3, **CLIENT_SIDE}, (UPDATE, COPY), COPIED),),
        (Kind({**DSSE, CLASS: "DEEP_ARCHIVE"}, (ARCHIVED, "")),),
        (Kind({**KMS_A, CLASS: "GLACIER"}, (UPDATE, UPDATE), (ARCHIVED, "")),),
        (Kind({**SSE_S3, CLASS: "GLACIER"}, (UPDATE, ARCHIVED), (ARCHIVED, "")),),
        (Kind({**DSSE, CLASS: "STANDARD_IA"}, COPIED),),
        (Kind({**SSE_S3, **RETAINED}, COPIED),),
        (Kind({**KMS_A, **HELD}, COPIED),),
        (Kind(DSSE, (PARTS, PARTS), size=LARGE),),
        (Kind(SSE_S3, (UPDATE, PARTS), (PARTS, PARTS), size=LARGE),),
        (Kind(KMS_A, (UPDATE, UPDATE), (PARTS, PARTS), size=LARGE),),
        (Kind(DSSE, COPIED, parts=(30, 12), size=42),),
        (Kind(DSSE, COPIED, size=0),),
        (OLD_S3, KMS),
        (OLD_KMS, DSSE_KIND),
        (OLD_DSSE, OLD_S3, S3),
    )


@dataclass(frozen=True)
class Version:
    """A version as it was stored, and what it must become."""

    kind: Kind
    number: str
    size: int
    image: tuple[object, ...]
    encryption: dict[str, str]


@dataclass
class Mixed:
    """The objects of a bucket as they were before a change of encryption.

    `in_place`: the server changes encryption in place.
    """

    s3: Hostile
    in_place: bool
    versions: dict[str, list[Version]] = field(default_factory=dict)

    def fill(self, count: int, kinds: tuple[tuple[Kind, ...], ...]) -> None:
        """Store this many versions."""
        left, number = count, 0
        while left > 0:
            chosen = kinds[number % len(kinds)]
            if not self.s3.buckets[BUCKET].keeps_versions:
                chosen = chosen[-1:]
            key = f"f/{number % 7}/é {number:06}"
            self.versions[key] = [self._put(key, kind, number) for kind in chosen[-left:]]
            left -= len(self.versions[key])
            number += 1

    def _put(self, key: str, kind: Kind, number: int) -> Version:
        described = DESCRIBED if number % 3 == 0 else {}
        data = (b"%d %d " % (number, len(self.versions)) * kind.size)[: kind.size]
        stored = self.s3.put(
            key,
            data,
            {**SSE_S3, **described, **kind.headers},
            tags={"team": f"T {number % 5}"} if number % 2 else {},
            parts=kind.parts,
        )
        if ENCRYPTION not in kind.headers:
            del stored.headers[ENCRYPTION]
        return Version(kind, stored.version, len(data), image(stored), encryption(stored))

    def ways(self, *, undo: bool = False) -> Iterator[tuple[str, Version, str]]:
        """Yield key, version and way of what the change (or its undoing) is about."""
        for key, versions in self.versions.items():
            for one in versions:
                first = one.kind.way(in_place=self.in_place, undo=False)
                if not undo:
                    yield key, one, first
                elif first in CHANGING:
                    yield key, one, one.kind.way(in_place=self.in_place, undo=True)

    def counts(self, *, undo: bool = False) -> dict[str, tuple[int, int]]:
        """Return the number of versions and their bytes, by way."""
        objects, size = Counter[str](), Counter[str]()
        for _, one, way in self.ways(undo=undo):
            objects[way] += 1
            size[way] += one.size
        return {way: (objects[way], size[way]) for way in objects}

    def problems(self, *, undone: bool = False) -> list[str]:
        """Return what isn't as it must be after the change, or after its undoing."""
        present = self.s3.buckets[BUCKET].versions
        found = [f"other key: {key}" for key in present.keys() - self.versions.keys()]
        for key, before in self.versions.items():
            now, copies = present.get(key, []), []
            for one in before:
                ways = [one.kind.way(in_place=self.in_place, undo=False)]
                if undone and ways[0] in CHANGING:
                    ways.append(one.kind.way(in_place=self.in_place, undo=True))
                copies += [way for way in ways if way in (COPY, PARTS)]
                updated = self._updated(one, ways)
                if self.s3.buckets[BUCKET].keeps_versions:
                    same = [two for two in now if two.version == one.number]
                    found += self._differences(key, one, same, updated)
            latest = before[-1]
            final = now[-1:] if copies or not self.s3.buckets[BUCKET].keeps_versions else []
            if final:
                found += self._differences(key, latest, final, self._final(latest, undone=undone))
            more = len(copies) if self.s3.buckets[BUCKET].keeps_versions else 0
            if len(now) != len(before) + more:
                found.append(f"{key}: {len(now)} versions, {len(before)} before, {more} copies")
        return found + [f"incomplete upload: {one.key}" for one in self.s3.uploads.values()]

    def _updated(self, one: Version, ways: list[str]) -> dict[str, str]:
        """Return the encryption that a version has itself, whatever copies of it have."""
        if ways[0] != UPDATE:
            return one.encryption
        return one.encryption if ways[1:] == [UPDATE] else UNDER_TARGET

    def _final(self, latest: Version, *, undone: bool) -> dict[str, str]:
        """Return the encryption that the latest version of a key has in the end."""
        first = latest.kind.way(in_place=self.in_place, undo=False)
        if first == NOTHING or first not in CHANGING:
            return latest.encryption
        back = latest.kind.way(in_place=self.in_place, undo=True)
        return latest.encryption if undone and back in CHANGING else UNDER_TARGET

    def _differences(
        self, key: str, one: Version, found: list[Stored], expected: dict[str, str]
    ) -> list[str]:
        if len(found) != 1:
            return [f"{key} {one.number}: there {len(found)} times"]
        problems = []
        if image(found[0]) != one.image:
            problems.append(f"{key}: {image(found[0])} instead of {one.image}")
        if encryption(found[0]) != expected:
            problems.append(f"{key}: {encryption(found[0])} instead of {expected}")
        return problems


def image(stored: Stored) -> tuple[object, ...]:
    """What a change of encryption must not change: content, headers, metadata, tags."""
    kept = {
        "content-type": "binary/octet-stream",  # what S3 reports for objects without one
    } | {
        name: value
        for name, value in stored.headers.items()
        if not name.startswith((ENCRYPTION, "x-amz-version", "ETag"))
    }
    return stored.data, sorted(kept.items()), sorted(stored.tags.items()), stored.marker


def encryption(stored: Stored) -> dict[str, str]:
    """The encryption of a version; a bucket key that is off is none."""
    found = {k: v for k, v in stored.headers.items() if k.startswith(ENCRYPTION)}
    return {k: v for k, v in found.items() if (k, v.lower()) != (BUCKET_KEY, "false")}
