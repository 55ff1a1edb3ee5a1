"""What EventBridge gives a target to read, by AWS's examples.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json

import pytest

from sandbox.aws.events.input_transformer import target_input

RULE = "arn:aws:events:eu-west-1:111122223333:rule/stopped"
EVENT = {
    "version": "0",
    "id": "7bf73129-1428-4cd3-a780-95db273d1602",
    "detail-type": "EC2 Instance State-change Notification",
    "source": "aws.ec2",
    "account": "123456789012",
    "time": "2015-11-11T21:29:54Z",
    "region": "us-east-1",
    "resources": ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
    "detail": {"instance-id": "i-0123456789", "state": "RUNNING", "note": 'say "no"'},
}
PATHS = {
    "instance": "$.detail.instance-id",
    "state": "$.detail.state",
    "note": "$.detail.note",
    "arns": "$.resources",
    "first": "$.resources[0]",
    "nobody": "$.detail.nobody",
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('"instance <instance> is in <state>"', '"instance i-0123456789 is in RUNNING"'),
        ('{"instance": <instance>, "state": <state>}', '{"instance": "i-0123456789", "state": "RUNNING"}'),
        ('{"state": "<state>", "arns": <arns>}', '{"state": "RUNNING", "arns": ["' + EVENT["resources"][0] + '"]}'),
        ('"<first>"', f'"{EVENT["resources"][0]}"'),
        ('"a"\n"<state>"', '"a"\n"RUNNING"'),
        # A path that leads nowhere makes no variable, and what is quoted in a value stays within its text.
        ('"for <nobody>."', '"for ."'),
        ('"they <note>"', '"they say \\"no\\""'),
        ('"<aws.events.rule-name> of <aws.events.rule-arn>"', f'"stopped of {RULE}"'),
        ('{"all": <aws.events.event.json>}', json.dumps({"all": EVENT})),
    ],
)
def test_a_template_is_filled_in(template, text):
    target = {"InputTransformer": {"InputPathsMap": PATHS, "InputTemplate": template}}
    assert target_input(target, EVENT, RULE) == text


def test_a_constant_a_part_and_the_whole():
    assert target_input({"Input": '{"x":1}'}, EVENT, RULE) == '{"x":1}'
    assert json.loads(target_input({"InputPath": "$.detail"}, EVENT, RULE)) == EVENT["detail"]
    assert json.loads(target_input({}, EVENT, RULE)) == EVENT
