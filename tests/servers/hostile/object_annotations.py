"""Annotations of objects (2026), and servers that take the request for one for the object."""

from __future__ import annotations

from tests.servers.hostile.answers import Answer, tags, when, xml
from tests.servers.hostile.objects import find, get_object
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile, operation
from tests.servers.hostile.stored import VERSION

NAME = "ListObjectAnnotations"


@operation(NAME)
def list_object_annotations(s3: Hostile, request: Request) -> Answer:
    """ListObjectAnnotations, on one page."""
    found = find(s3, request)
    if isinstance(found, Answer):
        return found
    entries = "".join(
        f"<AnnotationEntry>{tags(AnnotationName=name, LastModified=when(found.modified))}"
        f"{tags(Size=len(payload))}</AnnotationEntry>"
        for name, payload in found.annotations.items()
    )
    named = tags(Bucket=request.bucket, Key=request.key, AnnotationCount=len(found.annotations))
    answer = xml("ListObjectAnnotationsOutput", f"<Annotations>{entries}</Annotations>{named}")
    if VERSION in found.headers:
        answer.headers["x-amz-object-version-id"] = found.version
    return answer


def ignore(s3: Hostile) -> None:
    """Answer with the object itself, as servers do that don't know the subresource."""
    s3.change(NAME, lambda request, _: get_object(s3, request))
