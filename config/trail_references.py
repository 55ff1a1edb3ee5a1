"""What the trail's options say of accounts, of the archive and of who hears."""

from collections.abc import Iterator

from config.messages import Finding
from config.problem import show
from config.trail import AlarmPlace
from config.view import View, answers, exists

_EXISTING, _ALARMS = ("baseline", "trail", "existing"), ("baseline", "trail", "alarms")
_NAMES = ("bucketName", "accessLogs")


def trail_findings(view: View) -> Iterator[Finding]:
    """An existing trail's account, and what can't be had with it."""
    if view.at(*_EXISTING) is None:
        return
    if view.at(*_ALARMS) == AlarmPlace.PER_ACCOUNT:
        yield Finding(
            path=_ALARMS,
            found=f"{show(AlarmPlace.PER_ACCOUNT.value)}, and an existing trail with an archive of its own",
            expected="central: trails of accounts are written into the archive that is made here",
            fix="remove it, or remove existing",
        )
    account = view.at(*_EXISTING, "account")
    yield from exists(
        (*_EXISTING, "account"), account, view.names("baseline", "accounts"), "a key under accounts", "add the account"
    )
    yield from answers(view, (*_EXISTING, "account"), "name the account that has the log group, or remove existing")
    for key in view.names("baseline", "logArchive") or []:
        if key not in _NAMES:
            yield Finding(
                path=("baseline", "logArchive", key),
                key=True,
                found=f"{key}, and an existing trail with an archive of its own",
                expected="bucketName and accessLogs alone, the buckets that guardrails protect",
                fix="remove it: whoever made the archive says how long it keeps records",
            )
    alone = view.at("standalone", "account")
    audit = view.at("organization", "auditAccount") or alone
    channels = view.at("baseline", "alerts", "channels")
    if (account or view.at("organization", "managementAccount") or alone) == audit or not isinstance(channels, dict):
        return
    for key, channel in channels.items():
        if isinstance(channel, dict) and channel.get("webhook") is not None:
            yield Finding(
                path=("baseline", "alerts", "channels", key, "webhook"),
                key=True,
                found=f"a webhook, and alarms in another account than {show(audit)}",
                expected="e-mail or chat: EventBridge calls webhooks for its own account's alarms only",
                fix="choose another kind of channel",
            )
