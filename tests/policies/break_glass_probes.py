"""Requests that break-glass must be able to make, and those that nobody may make with it: each with its decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from policies import names
from policies.document import Statement
from policies.example import BUCKET, DEPLOYER_ROLE, MANAGEMENT, MEMBER, OTHER_MEMBER

USER = f"arn:aws:iam::{MANAGEMENT}:user/{names.BREAK_GLASS_USERS[0]}"
OTHER_USER = f"arn:aws:iam::{MANAGEMENT}:user/{names.BREAK_GLASS_USERS[1]}"
FRESH = {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "60"}
STATE = "arn:aws:s3:::exampleorg1-pulumi-state"


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One request and whether it must pass."""

    name: str
    action: str
    resource: str = "*"
    principal: str = USER
    context: Mapping[str, str] = field(default_factory=dict)
    passes: bool = False


def role(account: str, name: str = names.BREAK_GLASS_ROLE) -> str:
    return f"arn:aws:iam::{account}:role/{name}"


def entering(account: str) -> tuple[Probe, ...]:
    """Who gets into the role of an account, and who doesn't."""

    def assume(name: str, principal: str = USER, context: Mapping[str, str] = FRESH, passes: bool = False) -> Probe:
        return Probe(
            name=f"{name}, account {account}",
            action="sts:AssumeRole",
            resource=role(account),
            principal=principal,
            context=context,
            passes=passes,
        )

    return (
        assume("user with MFA", passes=True),
        assume("the other user with MFA", OTHER_USER, passes=True),
        assume("MFA an hour ago", context={**FRESH, "aws:MultiFactorAuthAge": "3600"}, passes=True),
        assume("MFA more than an hour ago", context={**FRESH, "aws:MultiFactorAuthAge": "3601"}),
        assume("access key alone", context={}),
        assume("session without MFA", context={"aws:MultiFactorAuthPresent": "false"}),
        assume("an age without MFA", context={"aws:MultiFactorAuthAge": "60"}),
        assume("session without MFA, with an age", context={**FRESH, "aws:MultiFactorAuthPresent": "false"}),
        assume("MFA of unknown age", context={"aws:MultiFactorAuthPresent": "true"}),
        assume("another user of management", f"arn:aws:iam::{MANAGEMENT}:user/alice"),
        assume("a third user of such a name", f"{USER}0"),
        assume("a user of that name in a member account", USER.replace(MANAGEMENT, MEMBER)),
        assume("a user of that name of strangers", USER.replace(MANAGEMENT, "999988887777")),
        assume("root of management", f"arn:aws:iam::{MANAGEMENT}:root"),
        assume("a role of management", role(MANAGEMENT, "deployment")),
        assume("break-glass of management, chained", role(MANAGEMENT), {"aws:MultiFactorAuthPresent": "false"}),
        assume("a chained role that claims MFA", role(MANAGEMENT)),
        assume("break-glass of a member, chained", role(MEMBER)),
    )


def _enable(name: str, target: str = USER, passes: bool = False, **keys: str) -> Probe:
    spelled = {
        "step": "iam:RegisterSecurityKey",
        "level": "iam:FIDO-certification",
        "mfa": "aws:MultiFactorAuthPresent",
    }
    context = {spelled[key]: value for key, value in keys.items()}
    return Probe(name=name, action="iam:EnableMFADevice", resource=target, context=context, passes=passes)


def _own(*actions: str, **more: bool) -> tuple[Probe, ...]:
    """Actions on the user itself, which it may have, and on the other user, which it may not."""
    context = {"aws:MultiFactorAuthPresent": "true"} if more.get("mfa") else {}
    found = []
    for action in actions:
        found.append(Probe(name=f"{action} of itself", action=action, resource=USER, context=context, passes=True))
        found.append(Probe(name=f"{action} of the other", action=action, resource=OTHER_USER, context=context))
        if context:
            found.append(Probe(name=f"{action} without MFA", action=action, resource=USER))
    return tuple(found)


AS_USER = (
    *(
        Probe(name=f"take the role of {account}", action="sts:AssumeRole", resource=role(account), passes=True)
        for account in (MANAGEMENT, MEMBER, OTHER_MEMBER)
    ),
    Probe(name="take the role of a stranger", action="sts:AssumeRole", resource=role("999988887777")),
    Probe(name="take another role", action="sts:AssumeRole", resource=role(MEMBER, DEPLOYER_ROLE)),
    *_own("iam:ChangePassword", "iam:GetLoginProfile", "iam:GetUser", "iam:ListMFADevices"),
    *_own("iam:DeactivateMFADevice", "iam:ResyncMFADevice", mfa=True),
    Probe(name="read the password rules", action="iam:GetAccountPasswordPolicy", passes=True),
    _enable("begin with a security key", step="Create", passes=True),
    _enable("begin with a security key of the other", OTHER_USER, step="Create"),
    *(
        _enable(f"enable a key certified {level}", step="Activate", level=level, passes=True)
        for level in ("L1", "L1plus", "L2", "L2plus", "L3", "L3plus")
    ),
    _enable("enable a key of the other", OTHER_USER, step="Activate", level="L2"),
    _enable("enable a passkey without certificate", step="Activate"),
    _enable("enable a key of a level that isn't one", step="Activate", level="L0"),
    _enable("enable what claims a certificate in another step", step="Replace", level="L2"),
    _enable("enable a hardware token with MFA", mfa="true", passes=True),
    _enable("enable a hardware token of the other", OTHER_USER, mfa="true"),
    _enable("enable a hardware token with an access key alone"),
    _enable("enable a passkey without certificate with MFA", step="Activate", mfa="true"),
    *(
        Probe(name=f"user: {action}", action=action, resource=resource, context=FRESH)
        for action, resource in (
            ("iam:CreateVirtualMFADevice", f"arn:aws:iam::{MANAGEMENT}:mfa/phone"),
            ("iam:CreateAccessKey", USER),
            ("iam:UpdateLoginProfile", USER),
            ("iam:DeleteUserPermissionsBoundary", USER),
            ("iam:PutUserPolicy", USER),
            ("iam:AttachUserPolicy", USER),
            ("iam:UpdateAssumeRolePolicy", role(MANAGEMENT)),
            ("iam:CreatePolicyVersion", f"arn:aws:iam::{MANAGEMENT}:policy/{names.BREAK_GLASS_USER_POLICY}"),
            ("organizations:DetachPolicy", "*"),
            ("s3:ListAllMyBuckets", "*"),
            ("sts:GetFederationToken", f"arn:aws:sts::{MANAGEMENT}:federated-user/x"),
        )
    ),
)


def denied_actions(statements: tuple[Statement, ...], account: str) -> tuple[Probe, ...]:
    """Every action that the boundary names, on what it is about."""
    places = {
        "KeepRecords": f"arn:aws:s3:::{BUCKET}/AWSLogs/a.json.gz",
        "cloudwatch": f"arn:aws:cloudwatch:eu-west-1:{account}:alarm:guardrails-break-glass",
        "events": f"arn:aws:events:us-east-1:{account}:rule/{names.ROOT_RULE}",
        "logs": f"arn:aws:logs:eu-west-1:{account}:log-group:{names.TRAIL}",
        "sns": f"arn:aws:sns:eu-west-1:{account}:{names.ALERT_TOPIC}",
    }
    return tuple(
        Probe(
            name=f"break-glass: {action}",
            action=action.replace("*", "Object"),
            resource=places.get(statement.sid) or places.get(action.partition(":")[0], role(account, "Application")),
            principal=role(account),
        )
        for statement in statements
        if statement.effect == "Deny"
        for action in statement.actions
    )


def as_role(account: str) -> tuple[Probe, ...]:
    """What the role of an account does, and what its boundary keeps from it."""
    iam = f"arn:aws:iam::{account}"
    bounded = {"iam:PermissionsBoundary": f"{iam}:policy/{names.BOUNDARY_POLICY}"}
    other = {"iam:PermissionsBoundary": f"{iam}:policy/everything"}

    def probe(
        action: str, resource: str = "*", context: Mapping[str, str] | None = None, passes: bool = False
    ) -> Probe:
        name = f"break-glass: {action} of {resource.rpartition(':')[2]} {sorted((context or {}).values())}"
        return Probe(
            name=name, action=action, resource=resource, principal=role(account), context=context or {}, passes=passes
        )

    itself = (
        *(f"{iam}:policy/{name}" for name in (*names.BREAK_GLASS_POLICIES, names.BOUNDARY_POLICY)),
        role(account),
        *(f"{iam}:user/{user}" for user in names.BREAK_GLASS_USERS),
    )
    return (
        probe("organizations:DetachPolicy", passes=True),
        probe("organizations:UpdatePolicy", passes=True),
        probe("organizations:ListPolicies", passes=True),
        probe("sso:CreateAccountAssignment", passes=True),
        probe("ec2:StopInstances", passes=True),
        probe("s3:PutObject", f"{STATE}/.pulumi/stacks/prod.json", passes=True),
        probe("s3:GetObject", f"arn:aws:s3:::{BUCKET}/AWSLogs/a.json.gz", passes=True),
        probe("s3:DeleteObject", "arn:aws:s3:::application/a", passes=True),
        probe("s3:PutBucketPolicy", f"arn:aws:s3:::{BUCKET}"),
        probe("sts:AssumeRole", role(MEMBER, DEPLOYER_ROLE), passes=True),
        probe("iam:CreateRole", role(account, "Application"), bounded, passes=True),
        probe("iam:CreateRole", role(account, "Application"), other),
        probe("iam:CreateRole", role(account, DEPLOYER_ROLE), passes=True),
        probe("iam:AttachRolePolicy", role(account, DEPLOYER_ROLE), passes=True),
        probe("iam:UpdateAssumeRolePolicy", role(account, DEPLOYER_ROLE), passes=True),
        probe("iam:DetachRolePolicy", role(account, "Intruder"), passes=True),
        probe("iam:DeleteAccessKey", f"{iam}:user/intruder", passes=True),
        probe("events:PutRule", f"arn:aws:events:us-east-1:{account}:rule/{names.ROOT_RULE}", passes=True),
        probe("events:DeleteRule", f"arn:aws:events:us-east-1:{account}:rule/application", passes=True),
        probe("events:DeleteEventBus", f"arn:aws:events:eu-west-1:{account}:event-bus/{names.ROOT_HUB_BUS}"),
        probe("cloudwatch:DeleteAlarms", f"arn:aws:cloudwatch:eu-west-1:{account}:alarm:cis-5.3-root-use"),
        probe("cloudwatch:DeleteAlarms", f"arn:aws:cloudwatch:eu-west-1:{account}:alarm:application", passes=True),
        probe("cloudwatch:PutMetricAlarm", f"arn:aws:cloudwatch:eu-west-1:{account}:alarm:cis-5.3-x", passes=True),
        probe("logs:DeleteLogGroup", f"arn:aws:logs:eu-west-1:{account}:log-group:application", passes=True),
        probe("sns:Publish", f"arn:aws:sns:eu-west-1:{account}:{names.ALERT_TOPIC}", passes=True),
        probe("iam:RemoveUserFromGroup", f"{iam}:group/administrators", passes=True),
        *(probe("iam:GetRole", resource, passes=True) for resource in itself),
        *(probe("iam:ListRoleTags", resource, passes=True) for resource in itself),
        *(probe("iam:TagRole", resource) for resource in itself),
        probe("iam:UpdateAssumeRolePolicy", role(account)),
        probe("iam:CreatePolicyVersion", f"{iam}:policy/{names.BREAK_GLASS_BOUNDARY}"),
        probe("iam:DeactivateMFADevice", f"{iam}:user/{names.BREAK_GLASS_USERS[0]}"),
        probe("sts:AssumeRole", role(account)),
    )
