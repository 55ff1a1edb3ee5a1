"""Tags are written one way, so that conditions, costs and owners can rely on them.

It says how a tag must look where there is one, not that there must be one. Attached to Root it binds the management
account too, which service control policies never do.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from policies.guardrail import Context, Declaration, Settings
from policies.named_principals import words
from policies.types import Bundle, Mode, PolicyType, Severity


def _not_of_aws(key: str) -> str:
    """Tags that begin so are written by AWS alone."""
    if key.lower().startswith("aws:"):
        raise ValueError(f"tags that begin with aws: are AWS's own, found {key}")
    return key


TagKey = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_.:/=+@-]([A-Za-z0-9 _.:/=+@-]{0,126}[A-Za-z0-9_.:/=+@-])?$",
        json_schema_extra=words(
            "a tag's key: at most 128 letters, digits, spaces and _.:/=+@-, not beginning with aws:", "rename it"
        ),
    ),
    AfterValidator(_not_of_aws),
]
"""https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html"""
TagValue = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9 _.:/=+@-]*\*?[A-Za-z0-9 _.:/=+@-]*$",
        min_length=1,
        max_length=256,
        json_schema_extra=words("a tag's value: letters, digits, spaces and _.:/=+@-, with one star at most"),
    ),
]
ResourceType = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9-]+:([A-Za-z0-9/-]+|ALL_SUPPORTED)$",
        json_schema_extra=words("a service and a type of it: ec2:instance, or secretsmanager:ALL_SUPPORTED"),
    ),
]
"""https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_supported-resources-enforcement.html"""


class TagRule(Settings):
    """How one tag is written."""

    key: TagKey
    """The key in the only right capitalization: `CostCenter`."""
    values: tuple[TagValue, ...] = ()
    """The values that it may have, `300*` for all that begin so; empty is any."""
    enforced_for: tuple[ResourceType, ...] = ()
    """Where a wrong tag is refused and not only reported: `ec2:instance`, `secretsmanager:ALL_SUPPORTED`."""


class TagSettings(Settings):
    """The organization's tags."""

    model_config = ConfigDict(
        json_schema_extra=words("one rule for each key, whatever its case", "merge rules of one key")
    )

    tags: tuple[TagRule, ...] = ()
    """One rule for each key."""

    @model_validator(mode="after")
    def _one_rule_for_each_key(self) -> "TagSettings":
        """AWS tells rules apart without case: of two one would be lost."""
        keys = [rule.key.lower() for rule in self.tags]
        if repeated := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"two rules for {', '.join(repeated)}")
        return self


def content(context: Context, settings: TagSettings) -> Mapping[str, Any]:
    """One entry per key, under its name in lower case; nothing where there are no rules."""
    del context
    return {"tags": {rule.key.lower(): _rule(rule) for rule in settings.tags}} if settings.tags else {}


def _rule(rule: TagRule) -> dict[str, Any]:
    lists = {"tag_value": rule.values, "enforced_for": rule.enforced_for}
    return {
        "tag_key": {"@@assign": rule.key},
        **{name: {"@@assign": sorted(set(values))} for name, values in lists.items() if values},
    }


GUARDRAIL = Declaration(
    title="Write tags one way",
    rationale="A condition on a tag is as good as the tag: `costcenter` and `CostCenter` are two of them.",
    severity=Severity.MEDIUM,
    controls=("NIST 800-53 CM-8", "NIST 800-53 AC-16"),
    practice="Declarative policies: tags that policies can rely on",
    sources=(
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_tag-policies-enforcement.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_supported-resources-enforcement.html",
    ),
    bundle=Bundle.DECLARATIVE,
    policy_type=PolicyType.TAG,
    mode=Mode.OFF,
    settings=TagSettings,
    example_settings=TagSettings(
        tags=(
            TagRule(key="CostCenter", values=("100", "200", "300*"), enforced_for=("secretsmanager:ALL_SUPPORTED",)),
            TagRule(key="Owner"),
        )
    ),
    content=content,
)
