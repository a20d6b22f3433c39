"""A virtual bucket of many objects: ListObjectsV2 and HeadObject."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote

from tests.bench.forgetful_s3 import DATE, ISO_DATE, Answer, xml
from tests.bench.http_reader import Request

PAGE = 1000
KEY = "arn:aws:kms:us-east-1:123456789012:key/0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111"
_SSE = "x-amz-server-side-encryption"
_KINDS: tuple[dict[str, str], ...] = (
    {_SSE: "AES256"},
    {_SSE: "aws:kms", f"{_SSE}-aws-kms-key-id": KEY},
    {_SSE: "aws:kms:dsse", f"{_SSE}-aws-kms-key-id": KEY},
    {},
)


class VastS3:
    """Objects `object-0000000.bin`, …; a quarter of each of four kinds of encryption."""

    def __init__(self, objects: int) -> None:
        self._objects = objects
        self.heads = 0

    def answer(self, request: Request) -> Answer:
        """Return the answer, for any bucket."""
        path, _, raw = request.target.partition("?")
        query = {name: values[0] for name, values in parse_qs(raw, True).items()}
        name = unquote(path).strip("/")
        if request.method == "HEAD":
            return self._head(name)
        if request.method == "GET" and "list-type" in query:
            return self._listing(query)
        if request.method == "GET" and not name:
            bucket = "<Buckets><Bucket><Name>vast</Name></Bucket></Buckets>"
            return xml("ListAllMyBucketsResult", bucket)
        return Answer(501)

    def _head(self, name: str) -> Answer:
        if "/" not in name:
            return Answer(headers={"x-amz-bucket-region": "us-east-1"})
        number = int(name.rpartition("-")[2].removesuffix(".bin"))
        headers = {"ETag": f'"{number:032x}"', "Last-Modified": DATE, **_KINDS[number % 4]}
        return Answer(headers=headers, size=number)

    def _listing(self, query: dict[str, str]) -> Answer:
        start = int(query.get("continuation-token", 0))
        if after := query.get("start-after"):
            start = int(after.rpartition("-")[2].removesuffix(".bin")) + 1
        end = min(start + PAGE, self._objects)
        found = "".join(
            f"<Contents><Key>object-{number:07}.bin</Key><LastModified>{ISO_DATE}</LastModified>"
            f"<ETag>&quot;{number:032x}&quot;</ETag><Size>{number}</Size>"
            "<StorageClass>STANDARD</StorageClass></Contents>"
            for number in range(start, end)
        )
        more = end < self._objects
        flags = f"<IsTruncated>{str(more).lower()}</IsTruncated>"
        if more:
            flags += f"<NextContinuationToken>{end}</NextContinuationToken>"
        return xml("ListBucketResult", f"<EncodingType>url</EncodingType>{flags}{found}")
