"""Whatever is written into a file of requests: decisions, or errors that all have a place; never a traceback."""

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from config.simulation_file import decisions
from tests.config.test_properties import WRONG, paths, replaced

CONDITIONS = {"StringLike": {"aws:username": "${aws:PrincipalTag/team, 'a'}*"}, "NumericLessThan": {"s3:max-keys": 9}}
STATEMENT = {"Sid": "One", "Effect": "Allow", "Action": "s3:*", "Resource": ["*"], "Condition": CONDITIONS}
DOCUMENT = {"Version": "2012-10-17", "Statement": [STATEMENT]}
OPEN = {"Statement": [{**STATEMENT, "Principal": {"AWS": ["111122223333"], "Service": "s3.amazonaws.com"}}]}
REQUEST = {
    "name": "read",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::reports/a",
    "principal": "arn:aws:iam::111122223333:user/ana",
    "account": "111122223333",
    "managementAccount": False,
    "context": {"aws:username": "ana", "s3:max-keys": 5},
    "scps": [[DOCUMENT]],
    "rcps": [[OPEN]],
    "identity": [DOCUMENT],
    "boundary": DOCUMENT,
    "session": None,
    "resourcePolicy": OPEN,
}
TRAPS = st.sampled_from(["", "*", "${", "${a,", "NaN", "arn:aws:s3:*", "::1/200", "2026-13", "\ud800", "s3:Get*"])
PLACED = re.compile(r"requests\.json:[0-9]+:[0-9]+: ")


@settings(deadline=None, max_examples=150)
@given(path=st.sampled_from([path for path in paths([REQUEST]) if path]), new=st.one_of(WRONG, TRAPS))
def test_any_wrong_value_is_an_error_with_a_place(path, new):
    decided, errors = decisions(json.dumps(replaced([REQUEST], path, new), indent=1), "requests.json")
    assert len(decided) == (0 if errors else 1)
    assert all(PLACED.match(error) for error in errors)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_a_damaged_file_is_no_traceback(data):
    text = json.dumps([REQUEST], indent=1)
    place, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 20))
    _, errors = decisions(text[:place] + data.draw(st.text(max_size=3)) + text[place + length :], "requests.json")
    assert all(PLACED.match(error) for error in errors)


def test_the_good_request_is_good():
    assert decisions(json.dumps([REQUEST]), "requests.json")[0][0]["decision"] == "Allow"
