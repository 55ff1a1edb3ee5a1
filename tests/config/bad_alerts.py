"""Bad lists of who hears alerts: one change to the good file each, with the whole of what is said about it."""

# ruff: noqa: E501

from tests.config.case import Case

_OLD = "    alerts:\n      email: security@example.com\n"
_HERE = "guardrails:baseline.alerts"
_MAIL = "        mail: {email: security@example.com}\n"
_LISTS = "      page: [mail]\n      notify: [mail]\n"
_TENANT, _TEAM = "1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d", "2A2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d"
_CONNECTION = "arn:aws:events:eu-west-1:012345678901:connection/guardrails-pager/1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d"


def _channels(text: str, lists: str = "      page: [mail, other]\n      notify: [mail]\n") -> str:
    return f"      channels:\n{_MAIL}{text}{lists}"


def _webhook(url: str = "https://events.example.com/alerts", connection: str = _CONNECTION) -> str:
    return _channels(f'        other: {{webhook: {{url: "{url}", connection: "{connection}"}}}}\n')


def _teams(key: str, *, tenant: str = _TENANT, team: str = _TEAM, channel: str = "19%3aabc123%40thread.tacv2") -> str:
    return f'        {key}: {{teams: {{tenant: {tenant}, team: {team}, channel: "{channel}"}}}}\n'


def _case(name: str, block: str, *errors: str) -> Case:
    return Case(name, "Pulumi.prod.yaml", _OLD, f"    alerts:\n{block}", errors)


CASES = (
    _case(
        "alerts: nobody",
        "      page: []\n",
        "Pulumi.prod.yaml:19:7: guardrails:baseline.alerts: found nobody who hears, expected email, or channels with page and notify; add email: ADDRESS",
    ),
    _case(
        "alerts: both ways",
        f"      email: a@example.com\n      channels:\n{_MAIL}{_LISTS}",
        "Pulumi.prod.yaml:19:14: guardrails:baseline.alerts.email: found it besides channels, expected email alone, or channels with page and notify; make it a channel, `email: {email: ADDRESS}`, and name that in page and notify",
    ),
    _case(
        "alerts: no list for notices",
        f"      channels:\n{_MAIL}      page: [mail]\n",
        "Pulumi.prod.yaml:19:7: guardrails:baseline.alerts: found no notify, expected channels that hear; add notify: [KEY]",
    ),
    _case(
        "alerts: an unknown channel",
        _channels("", "      page: [mial]\n      notify: [mail]\n"),
        'Pulumi.prod.yaml:21:14: guardrails:baseline.alerts.page[0]: found "mial", expected a key under channels; did you mean mail?',
    ),
    _case(
        "alerts: twice",
        _channels("", "      page: [mail, mail]\n      notify: [mail]\n"),
        'Pulumi.prod.yaml:21:20: guardrails:baseline.alerts.page[1]: found "mail" again, expected each channel once; remove it',
    ),
    _case(
        "alerts: no e-mail",
        _channels(
            "        other: {slack: {workspace: T0123ABCD, channel: C0123ABCD}}\n",
            "      page: [other]\n      notify: [mail]\n",
        ),
        "Pulumi.prod.yaml:22:13: guardrails:baseline.alerts.page: found no e-mail among them, expected one at least; name a channel with email: chat and webhooks can be cut off without a word",
    ),
    _case(
        "alerts: no kind",
        _channels("        other: {}\n"),
        "Pulumi.prod.yaml:21:16: guardrails:baseline.alerts.channels.other: found no kind of channel, expected exactly one of email, slack, teams, webhook; write one channel for each",
    ),
    _case(
        "alerts: two kinds",
        _channels("        other: {email: b@example.com, slack: {workspace: T0123ABCD, channel: C0123ABCD}}\n"),
        "Pulumi.prod.yaml:21:16: guardrails:baseline.alerts.channels.other: found email and slack, expected exactly one of email, slack, teams, webhook; write one channel for each",
    ),
    _case(
        "alerts: in no list",
        _channels("        other: {email: b@example.com}\n", _LISTS),
        "Pulumi.prod.yaml:21:9: guardrails:baseline.alerts.channels.other: found a channel in no list, expected it in page or notify; name it there",
    ),
    _case(
        "alerts: a channel's name",
        _channels('        other: {slack: {workspace: T0123ABCD, channel: "#alerts"}}\n'),
        'Pulumi.prod.yaml:21:56: guardrails:baseline.alerts.channels.other.slack.channel: found "#alerts", expected the id of a Slack channel, C0123ABCD; correct it',
    ),
    _case(
        "alerts: a Teams channel's id with its signs",
        _channels(_teams("other", channel="19:abc123@thread.tacv2")),
        'Pulumi.prod.yaml:21:124: guardrails:baseline.alerts.channels.other.teams.channel: found "19:abc123@thread.tacv2", expected the id of a Teams channel as in its link, 19%3aabc123%40thread.tacv2; copy it from the channel\'s link, with %3a and %40 as they are',
    ),
    _case(
        "alerts: a team by its name",
        _channels(_teams("other", team="SecOps")),
        'Pulumi.prod.yaml:21:77: guardrails:baseline.alerts.channels.other.teams.team: found "SecOps", expected an id of Microsoft Teams, 1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d; correct it',
    ),
    _case(
        "alerts: two channels of a team",
        _channels(
            _teams("room") + _teams("other", team=_TEAM.lower()),
            "      page: [mail, room]\n      notify: [mail, other]\n",
        ),
        "Pulumi.prod.yaml:22:77: guardrails:baseline.alerts.channels.other.teams.team: found the team of room again, expected one channel of each team; name one channel in both lists, or use a channel of another team",
    ),
    _case(
        "alerts: a secret in the query",
        _webhook("https://events.example.com/alerts?token=1"),
        "Pulumi.prod.yaml:21:32: guardrails:baseline.alerts.channels.other.webhook.url: found \"https://events.example.com/alerts?token=1\", expected https://HOST/PATH without query or anything else secret; put the secret into the connection: docs/alerts.md; Slack's and Teams' own webhooks are secret as a whole",
    ),
    _case(
        "alerts: a webhook of Slack",
        _webhook("https://hooks.slack.com/services/T1/B1/x"),
        "Pulumi.prod.yaml:21:32: guardrails:baseline.alerts.channels.other.webhook.url: found \"https://hooks.slack.com/services/T1/B1/x\", expected https://HOST/PATH without query or anything else secret; put the secret into the connection: docs/alerts.md; Slack's and Teams' own webhooks are secret as a whole",
    ),
    _case(
        "alerts: a connection of another name",
        _webhook(connection=_CONNECTION.replace("guardrails-pager", "pager")),
        'Pulumi.prod.yaml:21:81: guardrails:baseline.alerts.channels.other.webhook.connection: found "arn:aws:events:eu-west-1:012345678901:connection/pager/1a...", expected the ARN of an EventBridge connection whose name begins with guardrails-; make it with `guardrails alerts connect NAME --apply`, which prints its ARN',
    ),
    _case(
        "alerts: a connection elsewhere",
        _webhook(connection=_CONNECTION.replace("012345678901", "222233334444")),
        "Pulumi.prod.yaml:21:81: guardrails:baseline.alerts.channels.other.webhook.connection: found a connection in eu-west-1 of 222233334444, expected one in eu-west-1 of 012345678901, where the rules are; make it there with `guardrails alerts connect NAME --apply`",
    ),
    Case(
        "cost anomalies: nothing",
        "Pulumi.prod.yaml",
        _OLD,
        f"    costAnomalies: {{minimumUsd: 0}}\n{_OLD}",
        (
            "Pulumi.prod.yaml:18:33: guardrails:baseline.costAnomalies.minimumUsd: found 0, expected a whole number from 1 to 1000000; correct it",
        ),
    ),
)
