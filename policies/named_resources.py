"""Buckets, secrets and networks as settings name them, exactly, each with the words for a wrong one."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated

from pydantic import AfterValidator, Field, IPvAnyNetwork, WithJsonSchema

from policies.named_principals import words

BucketName = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
        json_schema_extra=words(
            "a bucket's name: 3 to 63 small letters, digits, dots and hyphens", "name it without wildcard and ARN"
        ),
    ),
]
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""
SecretName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9/_+=.@-]{1,512}$",
        json_schema_extra=words(
            "a secret's name: letters, digits and /_+=.@-", "leave out the ARN and the six characters at its end"
        ),
    ),
]
"""https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html"""
# No request comes from these (https://www.rfc-editor.org/rfc/rfc6890): who names one shuts everybody out.
_INNER = tuple(
    ip_network(block)
    for block in (
        *("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"),
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
)


def _public(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    if network.prefixlen == 0:
        raise ValueError("every address there is")
    if any(network.version == inner.version and network.overlaps(inner) for inner in _INNER):
        raise ValueError("addresses that AWS never sees")
    return network


Network = Annotated[
    IPvAnyNetwork,
    WithJsonSchema(
        {
            "type": "string",
            **words(
                "public addresses as a CIDR block such as 203.0.113.0/24",
                "write first address/bits; requests never come from private addresses",
            ),
        }
    ),
    AfterValidator(_public),
]
"""Where requests come from, as aws:SourceIp has it: neither private addresses nor all that there are.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
"""
VpcId = Annotated[
    str,
    Field(
        pattern=r"^vpc-([0-9a-f]{8}|[0-9a-f]{17})$", json_schema_extra=words("a VPC's id such as vpc-0123456789abcdef0")
    ),
]
EndpointId = Annotated[
    str,
    Field(
        pattern=r"^vpce-([0-9a-f]{8}|[0-9a-f]{17})$",
        json_schema_extra=words("a VPC endpoint's id such as vpce-0123456789abcdef0"),
    ),
]
