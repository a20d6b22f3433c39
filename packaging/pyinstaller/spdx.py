"""A list of components in SPDX 2.3 (ISO/IEC 5962), as JSON."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from components import Component

_UNKNOWN = "NOASSERTION"


def document(components: Sequence[Component]) -> str:
    """Return the document; the first component is the program, which contains the others.

    Its time is that of SOURCE_DATE_EPOCH, its namespace is made from the contents: the same
    components give the same bytes.
    """
    packages = [_package(one) for one in components]
    program = components[0]
    digest = sha256(json.dumps(packages).encode()).hexdigest()[:32]
    created = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    found = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"{program.name}-{program.version}",
        "documentNamespace": f"https://spdx.org/spdxdocs/{program.name}-{program.version}-{digest}",
        "creationInfo": {
            "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Tool: s3enc-packaging"],
        },
        "packages": packages,
        "relationships": [
            _related("SPDXRef-DOCUMENT", "DESCRIBES", _id(program)),
            *(_related(_id(program), "CONTAINS", _id(one)) for one in components[1:]),
        ],
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def _package(one: Component) -> dict[str, Any]:
    reference = {
        "referenceCategory": "PACKAGE-MANAGER",
        "referenceType": "purl",
        "referenceLocator": one.url,
    }
    return {
        "SPDXID": _id(one),
        "name": one.name,
        "versionInfo": one.version,
        "downloadLocation": _UNKNOWN,
        "filesAnalyzed": False,
        "licenseConcluded": one.license,
        "licenseDeclared": one.license,
        "copyrightText": _UNKNOWN,
        "externalRefs": [reference],
    }


def _related(one: str, relation: str, other: str) -> dict[str, str]:
    return {"spdxElementId": one, "relationshipType": relation, "relatedSpdxElement": other}


def _id(one: Component) -> str:
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", one.name)
