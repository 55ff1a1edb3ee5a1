"""Nothing runs in regions that the organization does not use.

Everything outside the organization's regions is denied but for what AWS's own list leaves open
(policies/region_deny.py): global services, and also kms, config, acm and access-analyzer, in every region.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from policies.document import Statement
from policies.example import (
    ADMINISTRATOR,
    AUDIT,
    BREAK_GLASS,
    CONTROL_TOWER,
    DEPLOYER,
    DEPLOYER_ROLE,
    DEVELOPER,
    IMPOSTOR,
    MEMBER,
    OTHER_MEMBER,
    ROOT,
    SERVICE_LINKED,
    role,
)
from policies.guardrail import Context, Guardrail, Request, Settings
from policies.names import DRILL_ROLE
from policies.region_deny import GROUPS, PUBLISHED, SOURCE, Group
from policies.types import Bundle, Exempt, Severity

Action = Annotated[str, Field(pattern=r"^[a-z0-9-]+:[A-Za-z0-9*?]+$")]
Region = Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$")]
Conditions = dict[str, Mapping[str, str | tuple[str, ...]]]
Regions = Annotated[tuple[Region, ...], Field(min_length=1)]
_INFERENCE = "bedrock:InvokeModel*"


class RegionSettings(Settings):
    """Where else something may run, and what else may be called everywhere."""

    names_units: ClassVar[tuple[str, ...]] = ("unitRegions",)
    names_accounts: ClassVar[tuple[str, ...]] = ("accountRegions",)

    unit_regions: dict[str, Regions] = Field(default_factory=dict)
    """More regions for the accounts below an organizational unit, by its path."""
    account_regions: dict[str, Regions] = Field(default_factory=dict)
    """More regions for one account, by its key."""
    open_groups: tuple[Group, ...] = ()
    """Groups of actions that stay open in every region."""
    open_actions: tuple[Action, ...] = ()
    """Single actions or services that stay open in every region, as `service:Action`; wildcards allowed."""
    bedrock_geographies: tuple[Literal["apac", "au", "ca", "eu", "jp", "us", "us-gov"], ...] = ()
    """Geographies whose inference profiles may send a request on to other regions of theirs."""
    bedrock_global: bool = False
    """Let global inference profiles send a request to any region of AWS."""


def statements(context: Context, settings: RegionSettings) -> tuple[Statement, ...]:
    """One denial for the regions that nobody has, and one for each set of regions that some have and others don't."""
    shared = _shared(context, settings)
    more = sorted({region for regions in shared.values() for region in regions})
    denials: list[tuple[str, Conditions]] = [
        ("", {"StringNotEquals": {"aws:RequestedRegion": (*context.regions, *more)}})
    ]
    for number, (others, regions) in enumerate(shared.items(), start=1):
        keys = dict(others)
        conditions: Conditions = {"StringEquals": {"aws:RequestedRegion": regions}}
        if "aws:PrincipalAccount" in keys:
            conditions["StringNotEquals"] = {"aws:PrincipalAccount": keys["aws:PrincipalAccount"]}
        if "aws:PrincipalOrgPaths" in keys:
            conditions["ForAllValues:StringNotLike"] = {"aws:PrincipalOrgPaths": keys["aws:PrincipalOrgPaths"]}
        denials.append((str(number), conditions))
    return tuple(
        statement for suffix, conditions in denials for statement in _denials(context, settings, suffix, conditions)
    )


def _shared(
    context: Context, settings: RegionSettings
) -> dict[tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]]:
    """The regions that some have, by who has them: condition keys with the values that spare a principal."""
    holders: dict[str, dict[str, tuple[str, ...]]] = {}
    named = [
        *(
            ("aws:PrincipalOrgPaths", context.unit_path(unit), regions)
            for unit, regions in settings.unit_regions.items()
        ),
        *(
            ("aws:PrincipalAccount", context.accounts[key], regions)
            for key, regions in settings.account_regions.items()
        ),
    ]
    for key, value, regions in named:
        for region in set(regions) - set(context.regions):
            keys = holders.setdefault(region, {})
            keys[key] = (*keys.get(key, ()), value)
    shared: dict[tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]] = {}
    for region, keys in sorted(holders.items()):
        who = tuple((key, tuple(sorted(values))) for key, values in sorted(keys.items()))
        shared[who] = (*shared.get(who, ()), region)
    return shared


def _denials(
    context: Context,
    settings: RegionSettings,
    suffix: str,
    conditions: Conditions,
) -> tuple[Statement, ...]:
    """A denial of everything but the open actions; inference apart where a profile may carry it elsewhere.

    Bedrock asks for the permission in every region that a profile sends the request to, under
    bedrock:InferenceProfileArn; a global profile does it with the region `unspecified`. An application inference
    profile's ARN does not say where it leads: it is not let through.
    https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
    """
    opened = (*(action for group in settings.open_groups for action in GROUPS[group]), *settings.open_actions)
    places = (*settings.bedrock_geographies, *(("global",) if settings.bedrock_global else ()))
    profiles = tuple(context.arn("bedrock", f"inference-profile/{place}.*") for place in places)
    everything = Statement(
        sid=f"Regions{suffix}",
        effect="Deny",
        not_actions=(*PUBLISHED, *opened, *((_INFERENCE,) if profiles else ())),
        conditions=conditions,
    )
    if not profiles:
        return (everything,)
    inference = Statement(
        sid=f"RegionsInference{suffix}",
        effect="Deny",
        actions=(_INFERENCE,),
        conditions={**conditions, "ArnNotLike": {"bedrock:InferenceProfileArn": profiles}},
    )
    return (everything, inference)


_SANDBOX = "o-exampleorg1/r-exam/ou-exam-sandbox1/"
_WORKLOADS = "o-exampleorg1/r-exam/ou-exam-workload/"
_SECURITY = "o-exampleorg1/r-exam/ou-exam-security/"
_UNUSED, _SHARED = "ap-southeast-2", "eu-north-1"
_PLAYER = role("Player", OTHER_MEMBER)
_AUDITOR = role("Auditor", AUDIT)
_FUNCTION = f"arn:aws:lambda:{_UNUSED}:{MEMBER}:function:miner"


def _in(region: str, path: str = _WORKLOADS, **more: str) -> dict[str, str | tuple[str, ...]]:
    keys = {key.replace("_", ":", 1): value for key, value in more.items()}
    return {"aws:RequestedRegion": region, "aws:PrincipalOrgPaths": (path,), **keys}


def _invokes(
    name: str, region: str, profile: str | None, path: str = _WORKLOADS, action: str = "InvokeModel"
) -> Request:
    where = "" if region == "unspecified" else region
    more = {} if profile is None else {"bedrock_InferenceProfileArn": profile}
    return Request(
        name=name,
        action=f"bedrock:{action}",
        resource=f"arn:aws:bedrock:{where}::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
        principal=DEVELOPER,
        context=_in(region, path, **more),
        resource_account=MEMBER,
    )


def _profile(place: str) -> str:
    return f"arn:aws:bedrock:eu-west-1:{MEMBER}:inference-profile/{place}.anthropic.claude-sonnet-4-5-20250929-v1:0"


_AUDITED = _in(_SHARED, _SECURITY)
_OPEN = PUBLISHED | {pattern: example for group in GROUPS.values() for pattern, example in group.items()}

GUARDRAIL = Guardrail(
    title="Deny regions that the organization does not use",
    rationale="What runs in a region that nobody looks at is found on the invoice.",
    severity=Severity.HIGH,
    controls=("CIS 7.0.0 2.1.2", "NIST 800-53 AC-4", "NIST 800-53 CM-7"),
    practice="SCPs: only approved regions",
    sources=(
        SOURCE,
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html",
    ),
    bundle=Bundle.REGIONS,
    settings=RegionSettings,
    example_settings=RegionSettings(
        unit_regions={"Sandbox": (_SHARED,)},
        account_regions={"shop": (_SHARED,)},
        open_groups=tuple(Group),
        open_actions=("resource-groups:List*",),
        bedrock_geographies=("eu",),
    ),
    exempt={
        Exempt.DEPLOYER: "deploys the rules that hear root in every enabled region",
        Exempt.BREAK_GLASS: "stops an intrusion in a region that nobody uses",
        Exempt.CONTROL_TOWER: "keeps its recorder in every region that it governs",
        Exempt.DRILL: "puts drill events in the region of the global services too",
    },
    statements=statements,
    denies=(
        Request(
            name="developer starts a function",
            action="lambda:CreateFunction",
            resource=_FUNCTION,
            principal=DEVELOPER,
            context=_in(_UNUSED),
        ),
        Request(
            name="administrator starts an instance in the global region",
            action="ec2:RunInstances",
            resource=f"arn:aws:ec2:us-east-1:{MEMBER}:instance/*",
            principal=ADMINISTRATOR,
            context=_in("us-east-1"),
        ),
        Request(name="root", action="ec2:CreateVpc", principal=ROOT, context=_in(_UNUSED)),
        Request(name="named like the deployer", action="ec2:CreateVpc", principal=IMPOSTOR, context=_in(_UNUSED)),
        Request(
            name="the sandbox's region, from elsewhere",
            action="ec2:CreateVpc",
            principal=_AUDITOR,
            context=_in(_SHARED, _SECURITY),
        ),
        Request(
            name="a region that the sandbox does not have either",
            action="ec2:CreateVpc",
            principal=_PLAYER,
            context=_in(_UNUSED, _SANDBOX),
        ),
        _invokes("a model, elsewhere", _UNUSED, None),
        _invokes("a profile of another geography", "ap-northeast-1", _profile("apac")),
        _invokes("a global profile", "unspecified", _profile("global")),
        _invokes(
            "a global profile, streamed", "unspecified", _profile("global"), action="InvokeModelWithResponseStream"
        ),
        _invokes(
            "an application's profile",
            "eu-west-3",
            f"arn:aws:bedrock:eu-west-1:{MEMBER}:application-inference-profile/a",
        ),
        Request(
            name="a model in the sandbox's region, from elsewhere",
            action="bedrock:InvokeModel",
            resource=f"arn:aws:bedrock:{_SHARED}::foundation-model/amazon.nova-pro-v1:0",
            principal=_AUDITOR,
            context=_in(_SHARED, _SECURITY),
        ),
    ),
    allows=(
        *(
            Request(name=f"open: {pattern}", action=action, principal=DEVELOPER, context=_in("us-east-1"))
            for pattern, action in _OPEN.items()
        ),
        *(
            Request(
                name=f"open in the sandbox's region: {pattern}", action=action, principal=_AUDITOR, context=_AUDITED
            )
            for pattern, action in _OPEN.items()
        ),
        *(
            Request(
                name=f"{what} at home, from elsewhere",
                action=action,
                principal=_AUDITOR,
                context=_in("eu-west-1", _SECURITY),
            )
            for what, action in (("a network", "ec2:CreateVpc"), ("a model", "bedrock:InvokeModel"))
        ),
        *(
            Request(
                name=f"deployer: {action} in {region}",
                action=action,
                principal=role(DEPLOYER_ROLE, AUDIT),
                context=_in(region, _SECURITY),
            )
            for action in ("ec2:CreateVpc", "bedrock:InvokeModel")
            for region in (_UNUSED, _SHARED)
        ),
        *(
            Request(
                name=f"drill: an event in {region}",
                action="events:PutEvents",
                resource=f"arn:aws:events:{region}:{AUDIT}:event-bus/default",
                principal=role(DRILL_ROLE, AUDIT),
                context=_in(region, _SECURITY),
            )
            for region in (_UNUSED, _SHARED)
        ),
        *(
            Request(
                name=f"an action that the settings open, in {region}",
                action="resource-groups:ListGroups",
                principal=_AUDITOR,
                context=_in(region, _SECURITY),
            )
            for region in ("us-east-1", _SHARED)
        ),
        *(
            Request(
                name=f"developer works in {region}",
                action="lambda:CreateFunction",
                resource=f"arn:aws:lambda:{region}:{MEMBER}:function:shop",
                principal=DEVELOPER,
                context=_in(region),
            )
            for region in ("eu-west-1", "eu-central-1")
        ),
        Request(
            name="the sandbox's region, from the sandbox",
            action="ec2:CreateVpc",
            principal=_PLAYER,
            context=_in(_SHARED, _SANDBOX),
        ),
        Request(
            name="the shop's region, from the shop",
            action="ec2:CreateVpc",
            principal=DEVELOPER,
            context=_in(_SHARED),
        ),
        Request(
            name="a model in the sandbox's region, from the sandbox",
            action="bedrock:InvokeModel",
            resource=f"arn:aws:bedrock:{_SHARED}::foundation-model/amazon.nova-pro-v1:0",
            principal=_PLAYER,
            context=_in(_SHARED, _SANDBOX),
        ),
        Request(
            name="a model in the shop's region, from the shop",
            action="bedrock:InvokeModel",
            resource=f"arn:aws:bedrock:{_SHARED}::foundation-model/amazon.nova-pro-v1:0",
            principal=DEVELOPER,
            context=_in(_SHARED),
        ),
        Request(
            name="a European profile into the sandbox's region, from elsewhere",
            action="bedrock:InvokeModel",
            resource=f"arn:aws:bedrock:{_SHARED}::foundation-model/amazon.nova-pro-v1:0",
            principal=_AUDITOR,
            context=_in(_SHARED, _SECURITY, bedrock_InferenceProfileArn=_profile("eu")),
        ),
        _invokes("a model, at home", "eu-west-1", None),
        _invokes("a European profile", "eu-south-2", _profile("eu")),
        _invokes("a European profile, streamed", "eu-west-3", _profile("eu"), action="InvokeModelWithResponseStream"),
        Request(
            name="deployer hears root in the global region",
            action="events:PutRule",
            resource=f"arn:aws:events:us-east-1:{MEMBER}:rule/guardrails-root-use",
            principal=DEPLOYER,
            context=_in("us-east-1"),
        ),
        Request(
            name="break-glass stops an instance",
            action="ec2:TerminateInstances",
            resource=f"arn:aws:ec2:{_UNUSED}:{MEMBER}:instance/i-0123456789abcdef0",
            principal=BREAK_GLASS,
            context=_in(_UNUSED),
        ),
        Request(
            name="Control Tower keeps its stack",
            action="cloudformation:CreateStack",
            resource=f"arn:aws:cloudformation:{_UNUSED}:{MEMBER}:stack/StackSet-AWSControlTowerBP-BASELINE-CONFIG/a",
            principal=CONTROL_TOWER,
            context=_in(_UNUSED),
        ),
        Request(
            name="a service-linked role",
            action="ec2:DescribeInstances",
            principal=SERVICE_LINKED,
            context=_in(_UNUSED),
        ),
    ),
)
