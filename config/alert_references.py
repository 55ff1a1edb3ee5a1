"""What channels of alerts must be beyond their types: each heard, each of one kind, each where EventBridge finds it."""

from collections.abc import Iterator

from config.messages import Finding
from config.problem import Path, show
from config.view import View, exists
from policies.names import partition
from policies.types import Urgency

_HERE = ("baseline", "alerts")
_KINDS, _CHATS = ("email", "slack", "teams", "webhook"), ("slack", "teams")
# A rule has five targets at most, and e-mail and chat take one each
# (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html).
_WEBHOOKS = 3


def alert_findings(view: View) -> Iterator[Finding]:
    """Somebody hears each kind of alert, by channels that exist; spending is watched where AWS does so."""
    yield from _costs(view)
    alerts = view.at(*_HERE)
    if not isinstance(alerts, dict):
        return
    listed = [key for key in ("channels", *Urgency) if alerts.get(key)]
    if alerts.get("email") and listed:
        yield Finding(
            path=(*_HERE, "email"),
            found=f"it besides {listed[0]}",
            expected="email alone, or channels with page and notify",
            fix="make it a channel, `email: {email: ADDRESS}`, and name that in page and notify",
        )
    elif not alerts.get("email") and not listed:
        yield Finding(
            path=_HERE,
            found="nobody who hears",
            expected="email, or channels with page and notify",
            fix="add email: ADDRESS",
        )
    elif listed:
        yield from _lists(view)
    for key in view.names(*_HERE, "channels") or []:
        yield from _channel(view, key)
    yield from _teams(view)


def _costs(view: View) -> Iterator[Finding]:
    """Outside of AWS's own partition no global region of ours tells anomalies.

    https://docs.aws.amazon.com/cost-management/latest/userguide/cad-eventbridge.html
    """
    home = view.at("organization", "homeRegion") or view.at("standalone", "homeRegion")
    path = ("baseline", "costAnomalies")
    if view.at(*path) is not None and isinstance(home, str) and partition(home) != "aws":
        yield Finding(
            path=path,
            key=True,
            found=f"costAnomalies, and {show(home)} as the home region",
            expected="it in AWS's own partition alone, whose anomalies are told in us-east-1",
            fix="remove it, and subscribe to the monitors in the console",
        )


def _lists(view: View) -> Iterator[Finding]:
    known = view.names(*_HERE, "channels")
    known = [] if known is None and not view.at(*_HERE, "channels") else known
    for urgency in Urgency:
        path, names = (*_HERE, urgency.value), view.items(*_HERE, urgency.value)
        if not names and known:
            yield Finding(path=_HERE, found=f"no {urgency}", expected="channels that hear", fix=f"add {urgency}: [KEY]")
        exist = known is not None and all(name in known for name in names)
        if names and exist and not any(view.at(*_HERE, "channels", str(name), "email") for name in names):
            yield Finding(
                path=path,
                found="no e-mail among them",
                expected="one at least",
                fix="name a channel with email: chat and webhooks can be cut off without a word",
            )
        for index, name in enumerate(names):
            yield from exists((*path, index), name, known, "a key under channels", "add the channel")
            if name in names[:index]:
                yield Finding(
                    path=(*path, index), found=f"{show(name)} again", expected="each channel once", fix="remove it"
                )
        webhooks = [name for name in names if view.at(*_HERE, "channels", str(name), "webhook")]
        if len(webhooks) > _WEBHOOKS:
            yield Finding(
                path=path,
                found=f"{len(webhooks)} webhooks",
                expected=f"at most {_WEBHOOKS}",
                fix="let one of them pass messages on",
            )


def _channel(view: View, key: str) -> Iterator[Finding]:
    path = (*_HERE, "channels", key)
    channel = view.at(*path)
    if not isinstance(channel, dict):
        return
    given = [kind for kind in _KINDS if channel.get(kind) is not None]
    if len(given) != 1:
        yield Finding(
            path=path,
            found=" and ".join(given) or "no kind of channel",
            expected=f"exactly one of {', '.join(_KINDS)}",
            fix="write one channel for each",
        )
    heard = [name for urgency in Urgency for name in view.items(*_HERE, urgency.value)]
    if key not in heard:
        yield Finding(
            path=path, key=True, found="a channel in no list", expected="it in page or notify", fix="name it there"
        )
    region = view.at("organization", "homeRegion")
    if isinstance(region, str):
        yield from _chat(path, channel, region)
        yield from _connection(view, path, region)


def _chat(path: Path, channel: dict[str, object], region: str) -> Iterator[Finding]:
    for kind in _CHATS:
        if channel.get(kind) is not None and partition(region) != "aws":
            yield Finding(
                path=(*path, kind),
                found=f"chat from {region}",
                expected="a region in which Amazon Q Developer in chat applications exists",
                fix="use a webhook",
            )


def _teams(view: View) -> Iterator[Finding]:
    """The provider reads a channel by its team, and fails where there are two.

    https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/chatbot/teams_channel_configuration.go
    """
    seen: dict[str, str] = {}
    for key in view.names(*_HERE, "channels") or []:
        team = view.at(*_HERE, "channels", key, "teams", "team")
        if isinstance(team, str) and team.lower() in seen:
            yield Finding(
                path=(*_HERE, "channels", key, "teams", "team"),
                found=f"the team of {seen[team.lower()]} again",
                expected="one channel of each team",
                fix="name one channel in both lists, or use a channel of another team",
            )
        elif isinstance(team, str):
            seen[team.lower()] = key


def _connection(view: View, path: Path, region: str) -> Iterator[Finding]:
    connection = view.at(*(str(part) for part in path), "webhook", "connection")
    audit = view.at("organization", "auditAccount")
    account = view.at("baseline", "accounts", audit, "id") if isinstance(audit, str) else None
    parts = connection.split(":") if isinstance(connection, str) else []
    if len(parts) > 4 and isinstance(account, str) and (parts[3], parts[4]) != (region, account):
        yield Finding(
            path=(*path, "webhook", "connection"),
            found=f"a connection in {parts[3]} of {parts[4]}",
            expected=f"one in {region} of {account}, where the rules are",
            fix="make it there with `guardrails alerts connect NAME --apply`",
        )
