"""The rules on the hub bus: about root, break-glass, events that did not arrive, and what AWS's services found."""

from policies import names, root_events
from policies.alert_message import alarm_message, call_message, session_message
from policies.break_glass_events import event_pattern
from policies.finding_rules import FINDING_RULES
from policies.hub_rule import HubRule
from policies.types import Severity

PERMANENT_ROOT = HubRule(
    id="root",
    name=names.ROOT_RULE,
    title="The root user was used",
    pattern=root_events.text(root_events.permanent_root()),
    severity=Severity.CRITICAL,
    headline="ROOT of account <account>: <event>",
    steps=(
        "Ask the owner of the account now, by telephone; if nobody announced it, treat it as an intrusion.",
        "In the event history, look for a sign-in, a recovered password or a new MFA device before it, and what "
        "followed: keys, users, roles, policies, logging switched off.",
        "Change the password and the MFA device through the account's e-mail address, or delete the credentials "
        "through centralised root access; see that the address is still yours.",
        "Undo what root made: its access keys first, then users, roles and trusts.",
    ),
    compose=call_message,
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html",
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html",
    ),
)
ROOT_PROTECTION = HubRule(
    id="root-protection",
    name="guardrails-root-protection",
    title="What guards root is being changed",
    pattern=root_events.text(root_events.root_protection()),
    severity=Severity.CRITICAL,
    headline="ROOT IN DANGER, seen in account <account>: <event>",
    steps=(
        "Ask who called; what nobody announced is undone at once: enable the feature or trusted access again, put "
        "back the e-mail address, delete the root password that was made.",
        "End the caller's sessions: in the management account that is break-glass work.",
        "Look in every member account whether root signed in since.",
    ),
    compose=session_message,
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html",
        "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-root-user-email.html",
    ),
)
ROOT_SESSION = HubRule(
    id="root-session",
    name="guardrails-root-session",
    title="A root session was asked for",
    pattern=root_events.text(root_events.root_session()),
    severity=Severity.MEDIUM,
    headline="Root session of account <target>, asked for in account <account>",
    steps=(
        "Compare caller, account and task with what was announced; it lasts 15 minutes at most.",
        "What nobody announced: end the caller's sessions and look what the root session did in its account.",
    ),
    compose=session_message,
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-track-privileged-tasks.html",),
)
ASSUMED_ROOT = HubRule(
    id="assumed-root",
    name="guardrails-assumed-root",
    title="A root session changed something",
    pattern=root_events.text(root_events.assumed_root()),
    severity=Severity.MEDIUM,
    headline="Root session in account <account>: <event>",
    steps=(
        "Find the message about the session that was asked for, minutes before: this should be its task.",
        "Without one, treat it as an intrusion of the management account, or of IAM's delegated administrator.",
    ),
    compose=call_message,
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html",),
)
UNDELIVERED = HubRule(
    id="undelivered",
    name=names.UNDELIVERED_EVENTS,
    title="Events did not arrive",
    pattern=root_events.text(root_events.undelivered()),
    severity=Severity.HIGH,
    headline="Alerts were NOT DELIVERED from region <region>",
    steps=(
        "Read the queue guardrails-undelivered-events in the audit account and that region: each message is an "
        "event, and its attributes say which rule and why.",
        "Treat each event as if its message had arrived; what a webhook did not take, the other channels were told.",
        "Repair what they say, most often a policy or role that somebody changed: `pulumi up` puts it back. A webhook "
        "did not answer for a quarter of an hour.",
        "Delete the messages: the alarm ends with the last one.",
    ),
    compose=alarm_message,
    sources=("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",),
)
BREAK_GLASS = HubRule(
    id="break-glass",
    name=names.BREAK_GLASS_RULE,
    title="Break-glass was used, or changed",
    pattern=event_pattern(),
    severity=Severity.CRITICAL,
    headline="BREAK-GLASS in account <account>: <event>",
    steps=(
        "Ask the holders of the envelopes now, by telephone; if nobody announced it, treat it as an intrusion.",
        "Follow docs/break-glass.md: end the sessions, change both users' credentials, seal them anew.",
    ),
    compose=call_message,
    where="with `breakGlass`",
    sources=("https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html",),
)
ROOT_RULES = (PERMANENT_ROOT, ROOT_PROTECTION, ROOT_SESSION, ASSUMED_ROOT, UNDELIVERED)
HUB_RULES = (*ROOT_RULES, BREAK_GLASS, *FINDING_RULES)
