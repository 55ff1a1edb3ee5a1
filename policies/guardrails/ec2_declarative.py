"""EC2 keeps safe account settings by itself, in every region and whoever asks, service-linked roles included.

The attributes and their values: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ec2_syntax.html
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from policies.guardrail import Context, Declaration, Settings
from policies.named_principals import words
from policies.types import Bundle, PolicyType, Severity

ImageProvider = Annotated[
    str,
    Field(
        pattern=r"^([0-9]{12}|amazon|aws_marketplace|aws_backup_vault)$",
        json_schema_extra=words("an account's 12 digits, amazon, aws_marketplace or aws_backup_vault"),
    ),
]


class Ec2Settings(Settings):
    """The account settings of EC2; what is null is left to each account."""

    model_config = ConfigDict(
        json_schema_extra=words("httpTokens: required, where httpTokensEnforced is true", "change one of the two")
    )

    http_tokens: Literal["required", "optional", "no_preference"] = "required"
    """What new instances ask of requests for their metadata: `required` is IMDSv2 only, unless the launch says else."""
    http_tokens_enforced: bool = False
    """Refuse launches that say else; set it when no launch template, image or service asks for IMDSv1 any more."""
    http_put_response_hop_limit: Annotated[int, Field(ge=-1, le=64)] = 2
    """Hops that a token travels: containers on an instance need 2; -1 leaves it to the image."""
    http_endpoint: Literal["enabled", "disabled", "no_preference"] = "enabled"
    """Whether new instances have metadata at all."""
    instance_metadata_tags: Literal["enabled", "disabled", "no_preference"] = "no_preference"
    """Whether new instances read their own tags from it."""
    images: Literal["block_new_sharing", "unblocked"] | None = "block_new_sharing"
    """Whether images are shared with everybody."""
    snapshots: Literal["block_all_sharing", "block_new_sharing", "unblocked"] | None = "block_all_sharing"
    """Whether snapshots are shared with everybody; `block_all_sharing` withdraws those that are."""
    serial_console: Literal["enabled", "disabled"] | None = "disabled"
    """Whether the serial console, a way in beside the network, opens."""
    vpc_block: Literal["block_ingress", "block_bidirectional", "off"] | None = None
    """Whether VPCs are cut off from the internet: `block_ingress` lets NAT gateways go out."""
    vpc_exclusions: bool = True
    """Whether accounts may except VPCs and subnets from it."""
    image_providers: tuple[ImageProvider, ...] = ()
    """Who images come from: account ids, `amazon`, `aws_marketplace`, `aws_backup_vault`; empty is everybody."""
    image_providers_state: Literal["audit_mode", "enabled"] = "audit_mode"
    """`audit_mode` marks the images of others, `enabled` hides and refuses them."""
    exception_message: Annotated[str, Field(min_length=1)] | None = None
    """What people read when a request is refused: whom to ask."""

    @model_validator(mode="after")
    def _enforced_where_required(self) -> "Ec2Settings":
        """Refusing IMDSv1 while it is the default would refuse every launch that doesn't speak of it."""
        if self.http_tokens_enforced and self.http_tokens != "required":
            raise ValueError("httpTokensEnforced needs httpTokens: required")
        return self


def content(context: Context, settings: Ec2Settings) -> Mapping[str, Any]:
    """Numbers are texts in this language, as in AWS's example."""
    del context
    attributes: dict[str, Any] = {"instance_metadata_defaults": _metadata(settings)}
    if settings.images:
        attributes["image_block_public_access"] = {"state": _assign(settings.images)}
    if settings.snapshots:
        attributes["snapshot_block_public_access"] = {"state": _assign(settings.snapshots)}
    if settings.serial_console:
        attributes["serial_console_access"] = {"status": _assign(settings.serial_console)}
    if settings.vpc_block:
        attributes["vpc_block_public_access"] = {
            "internet_gateway_block": {
                "mode": _assign(settings.vpc_block),
                "exclusions_allowed": _assign("enabled" if settings.vpc_exclusions else "disabled"),
            }
        }
    if settings.image_providers:
        attributes["allowed_images_settings"] = {
            "state": _assign(settings.image_providers_state),
            "image_criteria": {
                "criteria_1": {"allowed_image_providers": _assign(sorted(set(settings.image_providers)))}
            },
        }
    if settings.exception_message:
        attributes["exception_message"] = _assign(settings.exception_message)
    return {"ec2_attributes": attributes}


def _metadata(settings: Ec2Settings) -> dict[str, Any]:
    values = {
        "http_tokens": settings.http_tokens,
        "http_put_response_hop_limit": str(settings.http_put_response_hop_limit),
        "http_endpoint": settings.http_endpoint,
        "instance_metadata_tags": settings.instance_metadata_tags,
        **({"http_tokens_enforced": "enabled"} if settings.http_tokens_enforced else {}),
    }
    return {name: _assign(value) for name, value in values.items()}


def _assign(value: str | list[str]) -> dict[str, str | list[str]]:
    return {"@@assign": value}


GUARDRAIL = Declaration(
    title="Keep EC2's account settings safe",
    rationale="Metadata without tokens gives a role's credentials to any forged request; a public image gives a disk.",
    severity=Severity.HIGH,
    controls=("CIS 7.0.0 6.7", "NIST 800-53 CM-6", "AWS FSBP EC2.8", "AWS FSBP EC2.182"),
    practice="Declarative policies: safe defaults of EC2 hold in every account",
    sources=(
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ec2_syntax.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_declarative_syntax.html",
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html",
    ),
    bundle=Bundle.DECLARATIVE,
    policy_type=PolicyType.EC2,
    settings=Ec2Settings,
    example_settings=Ec2Settings(
        http_tokens_enforced=True,
        vpc_block="block_ingress",
        image_providers=("amazon", "111122223333"),
        exception_message="Set by the organization: ask the platform team.",
    ),
    content=content,
)
