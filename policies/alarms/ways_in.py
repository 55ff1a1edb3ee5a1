"""Ways in that others keep the keys of: identity providers, certificates, and provisioning of people."""

from policies.alarms.alarm import Alarm, any_of
from policies.types import Severity

# Each stands for its calls that make, change and delete; those that look are left out.
_FEDERATION = (
    "*SAMLProvider",
    "*OpenIDConnectProvider*",
    "*DelegationRequest",
    "*OutboundWebIdentityFederation",
    "PutAccountProperties",
    "SendDelegationToken",
)

WAYS_IN = (
    Alarm(
        id="identity-providers",
        title="Identity providers changed",
        pattern="{ ($.readOnly IS FALSE) && ($.errorCode NOT EXISTS) && "
        f'((($.eventSource = "iam.amazonaws.com") && ({any_of("eventName", *_FEDERATION)})) || '
        '($.eventSource = "rolesanywhere.amazonaws.com")) }',
        severity=Severity.HIGH,
        meaning="Who outside AWS says who comes in was changed: an identity provider, a trust anchor, a delegation.",
        steps=(
            "Compare it with the deployment of the hour; delete what nobody announced.",
            "Look for roles that trust it, and for sessions that came by it: AssumeRoleWithSAML, "
            "AssumeRoleWithWebIdentity, rolesanywhere's CreateSession.",
        ),
        sources=(
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html",
            "https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-rolesanywhere.html",
        ),
    ),
    Alarm(
        id="provisioning",
        title="Identity Center's people came or went by provisioning",
        pattern='{ ($.eventSource = "identitystore-scim.amazonaws.com") && ($.errorCode NOT EXISTS) && '
        f"({any_of('eventName', 'Create*', 'Delete*', 'Patch*', 'Put*')}) }}",
        severity=Severity.MEDIUM,
        meaning="Whoever holds the identity provider's SCIM token changed a user or a group of Identity Center.",
        steps=(
            "Compare it with the identity provider's own log; what it lacks was done with a stolen token: delete that.",
            "Look who joined a group that has access: `guardrails access matrix`.",
        ),
        sources=("https://docs.aws.amazon.com/singlesignon/latest/userguide/scim-logging-using-cloudtrail.html",),
    ),
)
