"""CIS AWS Foundations 7.0.0, 5.1 to 5.9 and 5.15: sign-in, identities, keys, records and the organization.

The patterns are those that Security Hub checks to the letter
(https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html); it has none for 5.15, whose
pattern is CIS's own.
"""

from policies.alarms.alarm import Alarm, any_event
from policies.root_events import CIS_ROOT_PATTERN
from policies.types import Severity

CIS_ACCESS = (
    Alarm(
        id="unauthorized-calls",
        title="Calls that were refused",
        control="5.1",
        security_hub="CloudWatch.2",
        pattern='{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
        severity=Severity.MEDIUM,
        meaning="A call was refused, as happens daily when consoles and services try what they may not.",
        steps=(
            "Read along; guardrails-refused-changes pages when changes are refused in numbers.",
            "Look for one caller that is refused in many services: somebody is finding out what a credential may do.",
        ),
    ),
    Alarm(
        id="console-without-mfa",
        title="Console sign-in without MFA",
        control="5.2",
        security_hub="CloudWatch.3",
        pattern='{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && '
        '($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
        severity=Severity.HIGH,
        meaning="An IAM user signed in to the console with a password alone.",
        steps=(
            "Ask the user; if it was somebody else, delete the login profile and end the sessions.",
            "Enrol MFA, or better: move the person to Identity Center and delete the user.",
        ),
    ),
    Alarm(
        id="root-use",
        title="Root was used",
        control="5.3",
        security_hub="CloudWatch.1",
        pattern=CIS_ROOT_PATTERN,
        severity=Severity.MEDIUM,
        meaning="Root was used, if only to read or in a root session.",
        steps=(
            "Read along; guardrails-permanent-root pages when the root user itself signs in or changes something.",
            "Find out what root did: filter the trail by userIdentity.type Root and the account.",
        ),
    ),
    Alarm(
        id="iam-policy-changes",
        title="IAM policies changed",
        control="5.4",
        security_hub="CloudWatch.4",
        pattern="{($.eventSource=iam.amazonaws.com) && ("
        + any_event(
            "DeleteGroupPolicy",
            "DeleteRolePolicy",
            "DeleteUserPolicy",
            "PutGroupPolicy",
            "PutRolePolicy",
            "PutUserPolicy",
            "CreatePolicy",
            "DeletePolicy",
            "CreatePolicyVersion",
            "DeletePolicyVersion",
            "AttachRolePolicy",
            "DetachRolePolicy",
            "AttachUserPolicy",
            "DetachUserPolicy",
            "AttachGroupPolicy",
            "DetachGroupPolicy",
        )
        + ")}",
        severity=Severity.MEDIUM,
        meaning="A policy of IAM was written, attached, detached or deleted.",
        steps=(
            "Compare it with the deployments of the hour; what no pipeline and no ticket explains is reverted.",
            "Look at what the principal did since: new permissions are used soon.",
        ),
    ),
    Alarm(
        id="trail-changes",
        title="A trail changed",
        control="5.5",
        security_hub="CloudWatch.5",
        pattern="{" + any_event("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging") + "}",
        severity=Severity.CRITICAL,
        meaning="A trail of CloudTrail was made, changed, deleted, started or stopped.",
        steps=(
            "Check that the baseline's trail is logging; start it if it is not.",
            "Who hides records has something to hide: take away the principal's sessions before you ask.",
        ),
    ),
    Alarm(
        id="console-failures",
        title="Console sign-ins failed",
        control="5.6",
        security_hub="CloudWatch.6",
        pattern='{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
        severity=Severity.MEDIUM,
        meaning="A console sign-in of an IAM user or of root failed.",
        steps=(
            "Read along; guardrails-failed-sign-ins pages when they come in numbers.",
            "A failed sign-in of root pages by itself: see cis-5.3-root-use.",
        ),
    ),
    Alarm(
        id="key-deletion",
        title="Keys are disabled or to be deleted",
        control="5.7",
        security_hub="CloudWatch.7",
        pattern="{($.eventSource=kms.amazonaws.com) && (" + any_event("DisableKey", "ScheduleKeyDeletion") + ")}",
        severity=Severity.HIGH,
        meaning="A customer managed key was disabled, or its deletion was scheduled.",
        steps=(
            "Enable the key, or cancel its deletion, before you ask why: what it encrypts is lost with it.",
            "Look for other keys of the principal's hour: this is how data is held to ransom.",
        ),
    ),
    Alarm(
        id="bucket-policy-changes",
        title="Bucket policies changed",
        control="5.8",
        security_hub="CloudWatch.8",
        pattern="{($.eventSource=s3.amazonaws.com) && ("
        + any_event(
            "PutBucketAcl",
            "PutBucketPolicy",
            "PutBucketCors",
            "PutBucketLifecycle",
            "PutBucketReplication",
            "DeleteBucketPolicy",
            "DeleteBucketCors",
            "DeleteBucketLifecycle",
            "DeleteBucketReplication",
        )
        + ")}",
        severity=Severity.MEDIUM,
        meaning="Who may reach a bucket, how long it keeps objects or where it copies them was changed.",
        steps=(
            "Look whether the bucket is shared or copied outside of the organization now; if so, revert it.",
            "A short lifecycle deletes as surely as a person: compare it with the bucket's purpose.",
        ),
    ),
    Alarm(
        id="config-changes",
        title="AWS Config changed",
        control="5.9",
        security_hub="CloudWatch.9",
        pattern="{($.eventSource=config.amazonaws.com) && ("
        + any_event(
            "StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel", "PutConfigurationRecorder"
        )
        + ")}",
        severity=Severity.HIGH,
        meaning="The recorder of AWS Config was stopped or changed, or where it delivers to.",
        steps=(
            "Check that the recorder runs and delivers; if nobody announced the change, revert it.",
            "Look at what was done while nothing was recorded: the trail still has it.",
        ),
    ),
)

CIS_ORGANIZATION = Alarm(
    id="organization-changes",
    title="The organization changed",
    control="5.15",
    pattern="{ ($.eventSource = organizations.amazonaws.com) && ("
    + " || ".join(
        f'($.eventName = "{name}")'
        for name in (
            "AcceptHandshake",
            "AttachPolicy",
            "CreateAccount",
            "CreateOrganizationalUnit",
            "CreatePolicy",
            "DeclineHandshake",
            "DeleteOrganization",
            "DeleteOrganizationalUnit",
            "DeletePolicy",
            "DetachPolicy",
            "DisablePolicyType",
            "EnablePolicyType",
            "InviteAccountToOrganization",
            "LeaveOrganization",
            "MoveAccount",
            "RemoveAccountFromOrganization",
            "UpdatePolicy",
            "UpdateOrganizationalUnit",
        )
    )
    + ") }",
    severity=Severity.HIGH,
    meaning="An account, a unit or a policy of the organization was changed, or somebody tried.",
    steps=(
        "Compare it with the deployment of the hour; a policy that nobody announced to be detached is attached again.",
        "Look at what the accounts below did meanwhile: without a guardrail its deeds were possible.",
    ),
    sources=("https://www.cisecurity.org/benchmark/amazon_web_services",),
)
