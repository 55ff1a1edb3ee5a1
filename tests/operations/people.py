"""Permission sets, assignments, groups and policies as the program deploys them, in a local AWS without the engine."""

import dataclasses

from config.identity_plan import management_sets, member_sets
from config.plan import policies
from policies.document import canonical
from policies.types import PolicyType
from sandbox.aws.seed import SeedUser
from sandbox.day_one import seed_of
from tests.sandbox.glass import ACCOUNTS, STACK

POLICY = "guardrails-identity-Root"
USERS = ("alice", "bob")
IDS = {name: f"{number}0000000-4444-5555-6666-777777777777" for number, name in enumerate(USERS, start=1)}


def seed():
    """The example's organization with more people."""
    found = seed_of(STACK)
    assert found.identity_center
    users = tuple(SeedUser(id=number, user_name=name, display_name=name) for name, number in IDS.items())
    return dataclasses.replace(found, identity_center=dataclasses.replace(found.identity_center, users=users))


def deploy(aws):
    """Policies of the organization, sets, and everybody in the Administrators of shop and management."""
    organizations = aws.client("organizations")
    for policy in policies(STACK):
        if policy.policy_type == PolicyType.SCP:
            about = {"Name": policy.name, "Description": policy.description, "Type": policy.policy_type.value}
            made = organizations.create_policy(**about, Content=policy.json())["Policy"]["PolicySummary"]["Id"]
            organizations.attach_policy(PolicyId=made, TargetId=STACK.target_id(policy.target))
    administrators = STACK.snapshot.identity_center.groups["Administrators"]
    assign(aws, "Administrator", "shop", administrators)
    assign(aws, "ManagementAdministrator", "management", administrators)
    for name in USERS:
        join(aws, name)


def join(aws, name):
    """Make somebody a member of the Administrators again."""
    center = STACK.snapshot.identity_center
    aws.client("identitystore").create_group_membership(
        IdentityStoreId=center.identity_store_id,
        GroupId=center.groups["Administrators"],
        MemberId={"UserId": IDS[name]},
    )


def assign(aws, name, account, holder, kind="GROUP"):
    """A set of the example, made where it isn't there, for a group or user in an account."""
    sso, instance = aws.client("sso-admin"), STACK.snapshot.identity_center.instance_arn
    ids = {"InstanceArn": instance, "PermissionSetArn": arn_of(aws, name) or _made(sso, instance, name)}
    sso.create_account_assignment(
        **ids, TargetId=ACCOUNTS[account], TargetType="AWS_ACCOUNT", PrincipalType=kind, PrincipalId=holder
    )


def arn_of(aws, name):
    """The ARN of a set by its name."""
    sso, instance = aws.client("sso-admin"), STACK.snapshot.identity_center.instance_arn
    for arn in sso.list_permission_sets(InstanceArn=instance)["PermissionSets"]:
        if sso.describe_permission_set(InstanceArn=instance, PermissionSetArn=arn)["PermissionSet"]["Name"] == name:
            return arn
    return None


def _made(sso, instance, name):
    wanted = (member_sets(STACK) | management_sets(STACK))[name]
    arn = sso.create_permission_set(InstanceArn=instance, Name=name)["PermissionSet"]["PermissionSetArn"]
    ids = {"InstanceArn": instance, "PermissionSetArn": arn}
    for policy in wanted.managed:
        sso.attach_managed_policy_to_permission_set(**ids, ManagedPolicyArn=policy)
    if wanted.inline:
        sso.put_inline_policy_to_permission_set(**ids, InlinePolicy=canonical(wanted.inline))
    return arn


def restore(aws):
    """Everybody as at the beginning: nobody denied, all of them members once."""
    organizations = aws.client("organizations")
    rendered = next(policy for policy in policies(STACK) if "revocations" in policy.guardrails)
    organizations.update_policy(PolicyId=live(aws)[0], Content=rendered.json())
    sso, store = aws.client("sso-admin"), aws.client("identitystore")
    center = STACK.snapshot.identity_center
    ids = {"InstanceArn": center.instance_arn, "PermissionSetArn": arn_of(aws, "ManagementAdministrator")}
    sso.delete_inline_policy_from_permission_set(**ids)
    sso.provision_permission_set(**ids, TargetType="ALL_PROVISIONED_ACCOUNTS")
    where = {"IdentityStoreId": center.identity_store_id, "GroupId": center.groups["Administrators"]}
    members = {m["MemberId"]["UserId"] for m in store.list_group_memberships(**where)["GroupMemberships"]}
    for name in USERS:
        if IDS[name] not in members:
            join(aws, name)


def live(aws):
    """Id and content of the policy that denies people."""
    organizations = aws.client("organizations")
    listed = organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    number = next(policy["Id"] for policy in listed if policy["Name"] == POLICY)
    return number, organizations.describe_policy(PolicyId=number)["Policy"]["Content"]


def inline(aws, name):
    """A set's inline policy."""
    ids = {"InstanceArn": STACK.snapshot.identity_center.instance_arn, "PermissionSetArn": arn_of(aws, name)}
    return aws.client("sso-admin").get_inline_policy_for_permission_set(**ids)["InlinePolicy"]
