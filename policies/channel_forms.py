"""A message about an event in the form that each kind of channel takes.

Words in angle brackets stand for what a rule's paths find in the event under that name
(https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html).
"""

import json
from collections.abc import Iterable, Mapping

from policies.types import Urgency


def text(lines: Iterable[str]) -> str:
    """For e-mail: a text of several lines is as many texts.

    https://repost.aws/knowledge-center/guardduty-eventbridge-sns-rule
    """
    return "\n".join(f'"{line}"' for line in lines)


def chat(lines: Iterable[str], urgency: Urgency) -> str:
    """For Amazon Q Developer in chat applications, which drops what isn't in its schema; the first line is the title.

    https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
    """
    title, *others = lines
    content = {"textType": "client-markdown", "title": title, "description": "\n".join(others)}
    more = {"summary": title, "additionalContext": {"severity": urgency.value}}
    return _compact({"version": "1.0", "source": "custom", "content": content, "metadata": more})


def webhook(lines: Iterable[str], urgency: Urgency, names: Iterable[str]) -> str:
    """For a webhook: severity, title, text, and each of the event's values by its name."""
    title, *others = lines
    values = {name: f"<{name}>" for name in sorted(names)}
    return _compact({"severity": urgency.value, "title": title, "text": "\n".join(others), "values": values})


def _compact(value: Mapping[str, object]) -> str:
    return json.dumps(value, separators=(",", ":"))
