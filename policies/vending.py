"""The roles that AWS makes in new accounts: administrators whom the whole management account can take, for good."""

from collections.abc import Iterable

from policies import names
from policies.alarms.alarm import Alarm
from policies.document import Document
from policies.grantees import Role
from policies.trust import roles_trust
from policies.types import Severity

VENDED = ("OrganizationAccountAccessRole", "AWSControlTowerExecution")
"""Made by AWS Organizations and by Control Tower, as administrators
(https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html,
https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html)."""
CONTROL_TOWER = ("AWSControlTowerAdmin", "AWSControlTowerStackSetRole")
"""By whom Control Tower takes them
(https://docs.aws.amazon.com/controltower/latest/userguide/access-control-managing-permissions.html)."""
VENDED_USE = "vended-role-use"
"""The alarm's id."""
PEOPLE = "AWSReservedSSO_"
"""How the names of Identity Center's roles begin."""
PATTERN_CHARACTERS = 1_024
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html"""
_ARN = "$.userIdentity.arn"


def outside_vending(management: str, vendors: Iterable[str]) -> Alarm:
    """The alarm on each time that a vended role is taken by somebody who doesn't vend accounts.

    `vendors` are names of the management account's roles; one that ends with an underscore stands for all that begin
    so, as the roles of a permission set do. A metric filter doesn't know an account's age: what counts is who takes the
    role. Whoever switches to one in the console isn't vending, and is heard in the account that is entered
    (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html).
    """
    by_others = "".join(f' && ({_ARN} != "*:{management}:assumed-role/{_sessions(name)}")' for name in vendors)
    taken = " || ".join(f'($.requestParameters.roleArn = "*:role/{name}")' for name in VENDED)
    switched = " || ".join(f'({_ARN} = "*:assumed-role/{name}/*")' for name in VENDED)
    return Alarm(
        id=VENDED_USE,
        title="The role of account vending was used",
        # Of a caller from another account the role's own account records the number alone.
        pattern='{ (($.eventName = "AssumeRole") && ($.userIdentity.type != "AWSAccount") && '
        f'({taken}){by_others}) || (($.eventName = "SwitchRole") && ({switched})) }}',
        severity=Severity.HIGH,
        meaning="Somebody who doesn't vend accounts took the administrator role that AWS made in one.",
        steps=(
            "Ask who did it; if nobody announced it, end the role's sessions and treat it as an intrusion.",
            "Read what the session did: the saved query guardrails/session, with the access key that the record shows.",
            "Where the baseline deploys by its own roles, nobody needs this one: narrow its trust, docs/deployer.md.",
        ),
        sources=("https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html",),
    )


def narrowed_trust(partition: str, organization: str, management: str) -> Document:
    """The trust of a vended role that nobody needs any more: break-glass alone."""
    return roles_trust(partition, organization, roles=(Role(account=management, name=names.BREAK_GLASS_ROLE),))


def _sessions(name: str) -> str:
    return f"{name}*" if name.endswith("_") else f"{name}/*"
