"""What the log archive, the trail and the alerts of the audit account need.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from policies import names
from policies.baseline_resources import KEY_ALIASES, PREFIX
from policies.deployer.need import Need, Needs, Part, Place, arn, iam

_BUCKETS = Place(
    part=Part.ARCHIVE,
    sid="ArchiveBuckets",
    arns=("arn:{partition}:s3:::{bucket}", "arn:{partition}:s3:::{access_logs}"),
)
_OURS = {"StringEquals": {"aws:ResourceTag/managed-by": "guardrails"}}
_TAGGED = {"StringEquals": {"aws:RequestTag/managed-by": "guardrails"}}


def _keys(part: Part) -> tuple[Place, Place, Place]:
    """A key has no name: it is made with the deployment's tag, and known by it from then on."""
    label = part.value.title()
    return (
        Place(part=part, sid=f"{label}NewKeys", conditions=_TAGGED),
        Place(part=part, sid=f"{label}Keys", arns=(arn("kms", "key/*"),), conditions=_OURS),
        Place(part=part, sid=f"{label}Aliases", arns=(arn("kms", KEY_ALIASES),)),
    )


_ALIASES = {Part.ARCHIVE: {"name": names.LOG_ARCHIVE_KEY}, Part.AUDIT: {"name": "alias/guardrails-[!l]*"}}
_PLACES = {part: _keys(part) for part in _ALIASES}
_TRAIL = Place(
    part=Part.AUDIT,
    sid="Trail",
    arns=(arn("cloudtrail", f"trail/{names.TRAIL}", account="{management}"),),
)
_LOG_GROUPS = Place(
    part=Part.AUDIT,
    sid="LogGroups",
    arns=(arn("logs", f"log-group:{PREFIX}*"),),
)
_LISTED_LOGS = Place(part=Part.AUDIT, sid="LogGroupsListed")
_ALARMS = Place(
    part=Part.AUDIT,
    sid="Alarms",
    arns=(arn("cloudwatch", f"alarm:{PREFIX}*"), arn("cloudwatch", "alarm:cis-*")),
)
_TOPICS = Place(part=Part.AUDIT, sid="Topics", arns=(arn("sns", f"{PREFIX}*"),))
_HUB = Place(part=Part.AUDIT, sid="Hub", arns=(arn("events", f"event-bus/{names.ROOT_HUB_BUS}"),))


def _alias(part: Part) -> tuple[Need, ...]:
    return (
        Need(
            place=_PLACES[part][2],
            create="kms:CreateAlias",
            update="kms:UpdateAlias",
            when=_ALIASES[part],
        ),
        Need(place=_PLACES[part][1], create="kms:CreateAlias", update="kms:UpdateAlias", when=_ALIASES[part]),
        Need(place=_LISTED[part], read="kms:ListAliases", when=_ALIASES[part]),
    )


def _bucket(create: str, read: str) -> tuple[Need, ...]:
    return (Need(place=_BUCKETS, create=create, read=read),)


LOG_TYPES: Needs = {
    "aws:cloudtrail/trail:Trail": (
        Need(
            place=_TRAIL,
            create="cloudtrail:AddTags CreateTrail StartLogging",
            read="cloudtrail:GetTrail GetTrailStatus ListTags",
            update="cloudtrail:RemoveTags UpdateTrail",
        ),
    ),
}
