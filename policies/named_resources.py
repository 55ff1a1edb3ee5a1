"""Buckets, secrets and networks as settings name them, exactly, each with the words for a wrong one."""

from typing import Annotated

from pydantic import Field, IPvAnyNetwork, WithJsonSchema

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
Network = Annotated[
    IPvAnyNetwork,
    WithJsonSchema({"type": "string", **words("a CIDR block such as 203.0.113.0/24", "write first address/bits")}),
]
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
