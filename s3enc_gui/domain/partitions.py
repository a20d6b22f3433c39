"""AWS partitions: which one a Region is in, and which host names are AWS's.

The table is botocore's partitions.json; a test compares the two.
"""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class _Partition:
    """The ID as in an ARN, how its Regions begin, and the ends of its host names."""

    id: str
    regions: tuple[str, ...]
    domains: tuple[str, ...]


STANDARD = "aws"

_PARTITIONS = (
    _Partition("aws-cn", ("cn-",), ("amazonaws.com.cn", "api.amazonwebservices.com.cn")),
    _Partition("aws-us-gov", ("us-gov-",), ("amazonaws.com", "api.aws")),
    _Partition("aws-eusc", ("eusc-",), ("amazonaws.eu", "api.amazonwebservices.eu")),
    _Partition("aws-iso", ("us-iso-",), ("c2s.ic.gov", "api.aws.ic.gov")),
    _Partition("aws-iso-b", ("us-isob-",), ("sc2s.sgov.gov", "api.aws.scloud")),
    _Partition("aws-iso-e", ("eu-isoe-",), ("cloud.adc-e.uk", "api.cloud-aws.adc-e.uk")),
    _Partition("aws-iso-f", ("us-isof-",), ("csp.hci.ic.gov", "api.aws.hci.ic.gov")),
    _Partition(STANDARD, (), ("amazonaws.com", "api.aws")),
)
_ENDS = tuple(sorted({f".{domain}" for one in _PARTITIONS for domain in one.domains}))


def partition_of(region: str | None) -> str:
    """Return the ID of a Region's partition; `aws` if the Region isn't known to be in another."""
    for partition in _PARTITIONS:
        if region and (
            region.startswith(partition.regions)
            or region == f"{partition.id}-global"  # botocore's name for no particular Region
        ):
            return partition.id
    return STANDARD


def is_aws_host(host: str) -> bool:
    """Whether a host name belongs to AWS, in any partition; names of hosts ignore case."""
    return host.lower().rstrip(".").endswith(_ENDS)


def without_domain(host: str) -> str | None:
    """Return an AWS host name without the domain of its partition; None for any other host."""
    host = host.rstrip(".")
    ends = [end for end in _ENDS if host.lower().endswith(end)]
    return host[: -len(max(ends, key=len))] if ends else None
