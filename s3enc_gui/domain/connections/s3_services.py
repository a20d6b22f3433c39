"""Well-known S3-compatible services: their addresses, and what they do with encryption.

Sources: the services' own documentation of their S3 APIs. What a server really does is in its
answers; these lines are for choosing.
"""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connections.saved_connection import Addressing, Place
from s3enc_gui.i18n import N_, translate

_BY_ITSELF = N_(
    "Encrypts everything by itself (AES-256), without being asked. Choose “Bucket default”;"
    " SSE-KMS isn't available."
)


@dataclass(frozen=True, slots=True)
class S3Service:
    """A service. `address` is a URL with the names of what the user fills in: {region}, {account}.

    `{host}` is the user's own server. `region` is the usual one; empty: the user must enter it.
    """

    id: str
    name: str
    address: str
    region: str
    encryption_source: str
    addressing: Addressing = Addressing.PATH
    has_kms: bool = False

    @property
    def encryption(self) -> str:
        """What the service does with encryption, in a line."""
        return translate(self.encryption_source)

    @property
    def asks_for_host(self) -> bool:
        """Whether the user enters the address of a server."""
        return "{host}" in self.address

    @property
    def asks_for_account(self) -> bool:
        """Whether the address contains an account ID."""
        return "{account}" in self.address

    @property
    def asks_for_region(self) -> bool:
        """Whether the address contains the Region."""
        return "{region}" in self.address

    def place(self, *, host: str = "", account: str = "", region: str = "") -> Place:
        """Return where requests go; `host` may be a URL."""
        region = region.strip() or self.region
        if self.asks_for_host:
            url = host.strip().rstrip("/")
            url = url if "://" in url or not url else f"https://{url}"
        else:
            url = self.address.format(region=region, account=account.strip())
        return Place(
            region=region or None,
            endpoint_url=url,
            addressing=self.addressing,
            kms_endpoint_url=None if self.has_kms else "",
        )


SERVICES = (
    S3Service(
        "minio",
        "MinIO",
        "{host}",
        "us-east-1",
        N_(
            "SSE-S3 and SSE-KMS, if a key server is set up for it. Key names aren't ARNs:"
            " enter the name as it is."
        ),
    ),
    S3Service(
        "ceph",
        "Ceph",
        "{host}",
        "default",
        N_(
            "SSE-S3 and SSE-KMS, if a key server such as Vault is set up. Key names aren't ARNs:"
            " enter the name as it is."
        ),
    ),
    S3Service(
        "r2",
        "Cloudflare R2",
        "https://{account}.r2.cloudflarestorage.com",
        "auto",
        _BY_ITSELF,
    ),
    S3Service(
        "b2",
        "Backblaze B2",
        "https://s3.{region}.backblazeb2.com",
        "",
        N_("SSE-S3 (Backblaze calls it SSE-B2). SSE-KMS isn't available."),
    ),
    S3Service("wasabi", "Wasabi", "https://s3.{region}.wasabisys.com", "", _BY_ITSELF),
    S3Service(
        "spaces", "DigitalOcean Spaces", "https://{region}.digitaloceanspaces.com", "", _BY_ITSELF
    ),
    S3Service("gcs", "Google Cloud Storage", "https://storage.googleapis.com", "auto", _BY_ITSELF),
    S3Service(
        "ibm",
        "IBM Cloud Object Storage",
        "https://s3.{region}.cloud-object-storage.appdomain.cloud",
        "",
        N_(
            "Encrypts everything by itself. Keys of Key Protect are set per bucket: choose “Bucket"
            " default”."
        ),
    ),
    S3Service(
        "other",
        N_("Other S3 service"),
        "{host}",
        "us-east-1",
        N_("After the first upload, S3enc shows what the server reports about its encryption."),
    ),
)
