"""The way in when everything else is broken: two users in the management account, a role in every account."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.target import AccountTarget
from config.break_glass import BreakGlass
from policies import names
from policies.break_glass import SESSION_SECONDS, role_boundary, role_permissions, trust, user_policy


@dataclass(frozen=True, kw_only=True)
class BreakGlassUsersArgs:
    """The management account, the ids of the accounts that have the role, and which devices may be enrolled."""

    management: AccountTarget
    partition: str
    accounts: tuple[str, ...]
    settings: BreakGlass


class BreakGlassUsers(pulumi.ComponentResource):
    """Two users without credentials, which people give them by hand: docs/break-glass.md.

    Their one policy is their boundary as well, so that nothing else that is attached to them has an effect. A user
    with credentials can't be deleted, and so stays when the stack is destroyed.
    """

    user_arns: list[pulumi.Output[str]]

    def __init__(self, name: str, args: BreakGlassUsersArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:organization:BreakGlassUsers", name, None, opts)
        options = args.management.options(self)
        document = user_policy(
            args.partition, args.management.id, args.accounts, hardware_tokens=args.settings.hardware_tokens
        )
        policy = aws.iam.Policy(
            f"{name}-policy",
            name=names.BREAK_GLASS_USER_POLICY,
            description="What the users of break-glass do, and may do at most",
            policy=document.json(),
            opts=options,
        )
        self.user_arns = []
        for number, user_name in enumerate(names.BREAK_GLASS_USERS, 1):
            user = aws.iam.User(
                f"{name}-user-{number}",
                name=user_name,
                permissions_boundary=policy.arn,
                force_destroy=False,
                opts=options,
            )
            aws.iam.UserPolicyAttachment(
                f"{name}-user-{number}-policy", user=user.name, policy_arn=policy.arn, opts=options
            )
            self.user_arns.append(user.arn)
        self.register_outputs({"userArns": self.user_arns})


@dataclass(frozen=True, kw_only=True)
class BreakGlassRoleArgs:
    """One account, the management account whose users take the role, and what the role must leave alone.

    `users` come first, for AWS refuses a trust policy that names a principal that doesn't exist.
    """

    target: AccountTarget
    partition: str
    management: str
    users: BreakGlassUsers
    deployer: str
    bucket: str
    settings: BreakGlass


class BreakGlassRole(pulumi.ComponentResource):
    """An administrator under a boundary of its own, for an hour at most."""

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: BreakGlassRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("guardrails:account:BreakGlassRole", name, None, opts)
        options = args.target.options(self)
        boundary = aws.iam.Policy(
            f"{name}-boundary",
            name=names.BREAK_GLASS_BOUNDARY,
            description="What break-glass may do at most",
            policy=role_boundary(args.partition, args.target.id, args.deployer, args.bucket).json(),
            opts=options,
        )
        role = aws.iam.Role(
            f"{name}-role",
            name=names.BREAK_GLASS_ROLE,
            description="Recovery when nothing else works: docs/break-glass.md",
            assume_role_policy=trust(args.partition, args.management, args.settings.mfa_minutes * 60).json(),
            max_session_duration=SESSION_SECONDS,
            permissions_boundary=boundary.arn,
            opts=args.target.options(self, depends_on=[args.users]),
        )
        aws.iam.RolePolicy(
            f"{name}-role-policy",
            name="recover",
            role=role.name,
            policy=role_permissions().json(),
            opts=options,
        )
        self.role_arn = role.arn
        self.register_outputs({"roleArn": self.role_arn})
