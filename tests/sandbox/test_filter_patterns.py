"""Every example of AWS's page on filter patterns, and what AWS refuses.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import json

import pytest

from sandbox.aws.filter_patterns import LONGEST, filter_pattern

BAD = "[ERROR 400] BAD REQUEST"
UNAUTHORIZED = "[ERROR 401] UNAUTHORIZED REQUEST"
MISSING = "[ERROR 419] MISSING ARGUMENTS"
INVALID = "[ERROR 420] INVALID ARGUMENTS"
ERRORS = (BAD, UNAUTHORIZED, MISSING, INVALID)

TRAIL = json.dumps(
    {
        "eventType": "UpdateTrail",
        "sourceIPAddress": "111.111.111.111",
        "arrayKey": ["value", "another value"],
        "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
        "SomeObject": None,
        "cluster.name": "c",
        "ThisFlag": True,
    }
)
PEOPLE = json.dumps(
    {
        "user": {"id": 1, "email": "John.Stiles@example.com"},
        "users": [{"id": 2, "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}],
        "actions": ["GET", "PUT", "DELETE"],
        "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]],
    }
)
REQUEST = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'
SERVICE = (
    "INFO 09/25/2014 12:00:00 GET /service/resource/67 1200",
    "INFO 09/25/2014 12:00:01 POST /service/resource/67/part/111 1310",
    "WARNING 09/25/2014 12:00:02 Invalid user request",
    "ERROR 09/25/2014 12:00:02 Failed to process request",
)


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("ERROR", ERRORS, ("[INFO] REQUEST FAILED",)),
        ("ERROR ARGUMENTS", (MISSING, INVALID), (BAD, UNAUTHORIZED)),
        ("?ERROR ?ARGUMENTS", ERRORS, ("[INFO] REQUEST FAILED",)),
        (
            "?ERROR ?ARGUMENTS REQUEST",
            ("[INFO] REQUEST FAILED", "[WARN] UNAUTHORIZED REQUEST", "[ERROR] 400 BAD REQUEST"),
            (MISSING,),
        ),
        ('"INTERNAL SERVER ERROR"', ("[ERROR 500] INTERNAL SERVER ERROR",), ("[ERROR 500] SERVER INTERNAL",)),
        ("ERROR -ARGUMENTS", (BAD, UNAUTHORIZED), (MISSING, INVALID)),
        ('" "', (*ERRORS, "one"), ()),
        ("", ("anything",), ()),
        ("error", (), ERRORS),
        ("%AUTHORIZED%", ("[ERROR 401] UNAUTHORIZED REQUEST", "[SUCCESS 200] AUTHORIZED REQUEST"), (BAD,)),
    ],
)
def test_terms(pattern, matching, others):
    found = filter_pattern(pattern)
    assert [event for event in (*matching, *others) if found(event)] == list(matching)


@pytest.mark.parametrize(
    ("expression", "matching", "others"),
    [
        ("^[hc]at", ("hat", "cat"), ("a hat", "bat")),
        ("[hc]at$", ("a hat", "cat"), ("hats",)),
        ("colou?r", ("color", "colour"), ("colouur",)),
        ("[abc]", ("a", "b", "c"), ("d",)),
        ("[abcx-z]", ("a", "y"), ("d",)),
        ("^a{3,5}$", ("aaa", "aaaa", "aaaaa"), ("aa", "aaaaaa")),
        ("^a{3, 5}$", ("aaa", "aaaaa"), ("aa", "aaaaaa")),
        ("gra|ey", ("gray", "grey"), ("blue",)),
        (
            "^starting|^initializing|^shutting down",
            ("starting ...", "initializing ...", "shutting down"),
            ("skipping initializing ...",),
        ),
        ("abcc|ab[^c]$", ("abcc ...", "aba"), ("aac ...",)),
        (r"\[.\]", ("[a]", "[7]", "[@]", "[]]", "[ ]"), ("a", "[ab]")),
        (r"10\.10\.0\.1", ("10.10.0.1",), ("10010,051",)),
        ("10.10.0.1", ("10010,051",), ()),
        ("ab*c", ("ac", "abc", "abbbc"), ("adc",)),
        ("ab[0-9]*", ("ab", "ab0", "ab129"), ("a1",)),
        ("ab+c", ("abc", "abbc", "abbbc"), ("ac",)),
        (".at", ("hat", "4at", "#at", " at"), ("at",)),
        (r"\d", ("7",), ("x",)),
        (r"^\D$", ("x",), ("7",)),
        (r"\s", ("a\tb", "a b"), ("ab",)),
        (r"^\w$", ("a", "_"), ("-", "é")),
        (r"\x3A", (":",), (";",)),
        (r"\x28", ("(",), (")",)),
    ],
)
def test_regular_expressions(expression, matching, others):
    found = filter_pattern(f"%{expression}%")
    assert [event for event in (*matching, *others) if found(event)] == list(matching)


@pytest.mark.parametrize(
    "pattern",
    [
        '{ $.eventType = "UpdateTrail" }',
        "{ $.sourceIPAddress != 123.123.* }",
        '{ $.arrayKey[0] = "value" }',
        "{ $.eventType = %Trail% }",
        "{ $.arrayKey[*] = %val.{2}% }",
        r"{ $.* = %111\.111\.111\.1[0-9]{1,2}% }",
        "{ $.['cluster.name'] = \"c\" }",
        "{ $.objectList[1].id = 2 }",
        "{ $.SomeObject IS NULL }",
        "{ $.SomeOtherObject NOT EXISTS }",
        "{ $.ThisFlag IS TRUE }",
    ],
)
def test_json(pattern):
    assert filter_pattern(pattern)(TRAIL)


@pytest.mark.parametrize(
    "pattern",
    [
        '{ $.eventType = "UpdateTrai" }',
        "{ $.eventType != UpdateTrail }",
        "{ $.sourceIPAddress != 111.111.* }",
        '{ $.arrayKey[1] = "value" }',
        '{ $.eventType[0] = "UpdateTrail" }',
        "{ $.eventType != %Trail% }",
        "{ $.arrayKey = value }",
        "{ $.arrayKey != value }",
        "{ $.objectList[2].id = 2 }",
        "{ $.eventType IS NULL }",
        "{ $.SomeOtherObject IS NULL }",
        "{ $.SomeObject NOT EXISTS }",
        "{ $.arrayKey NOT EXISTS }",
        "{ $.ThisFlag IS FALSE }",
        "{ $.objectList[0].id IS TRUE }",
        "{ $.SomeOtherObject = x }",
        "{ $.SomeOtherObject != x }",
    ],
)
def test_json_that_does_not_match(pattern):
    assert not filter_pattern(pattern)(TRAIL)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ('{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', True),
        (
            '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch"'
            ' && $.actions[2] = "nonmatch" }',
            True,
        ),
        (
            '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch")'
            ' && $.actions[2] = "nonmatch" }',
            False,
        ),
        ('{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', False),
        ("{ $.coordinates[2][1] = 8 }", True),
        ("{ $.users[*].id = 3 }", True),
        ("{ $.users[*].id = 4 }", False),
    ],
)
def test_compound_expressions(pattern, expected):
    assert filter_pattern(pattern)(PEOPLE) is expected


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("{ $.bandwidth > 75 }", {"bandwidth": 76}, {"bandwidth": 75}),
        ("{ $.latency < 50 }", {"latency": 49.5}, {"latency": 50}),
        ("{ $.refreshRate >= 60 }", {"refreshRate": 60}, {"refreshRate": 59}),
        ("{ $.responseTime <= 5 }", {"responseTime": 5}, {"responseTime": 6}),
        ("{ $.errorCode = 400}", {"errorCode": 400}, {"errorCode": 401}),
        ("{ $.errorCode != 500 }", {"errorCode": 400}, {"errorCode": 500}),
        ("{ $.number[0] = 1e+3 }", {"number": [1000]}, {"number": [1]}),
        ("{ $.number[0] != 1e-3 }", {"number": [1]}, {"number": [0.001]}),
        ("{ $.latency = * }", {"latency": 1}, {}),
        ("{ $.flag = 1 }", {"flag": "1"}, {"flag": True}),
    ],
)
def test_numbers(pattern, matching, other):
    found = filter_pattern(pattern)
    assert found(json.dumps(matching))
    assert not found(json.dumps(other))


@pytest.mark.parametrize(
    ("text", "matching", "others"),
    [
        ('"*Operation"', ("UnauthorizedOperation",), ("Operations",)),
        ('"AccessDenied*"', ("AccessDenied", "AccessDeniedException"), ("NoAccessDenied",)),
        ("*Denied*", ("AccessDeniedException",), ("Refused",)),
    ],
)
def test_wildcards(text, matching, others):
    found = filter_pattern(f"{{ $.x = {text} }}")
    assert [value for value in (*matching, *others) if found(json.dumps({"x": value}))] == list(matching)


@pytest.mark.parametrize(
    "pattern",
    [
        r"[ip=%127\.0\.0\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]",
        "[..., request =*.html*, status_code = 4*, bytes]",
        "[ip, user, username, timestamp, request =*.html*, status_code = 404 || status_code = 410, bytes]",
        "[ip, user, username, timestamp, request, status_code, bytes > 1000]",
        "[ip, user, ..., status_code = 4* && status_code != 403, bytes]",
        '[ip, user, username, timestamp="10/Oct/2000*", ...]',
        "[ip, user, ...]",
    ],
)
def test_space_delimited(pattern):
    assert filter_pattern(pattern)(REQUEST)


@pytest.mark.parametrize(
    "pattern",
    [
        r"[ip=%127\.0\.0\.[2-9]%, user, username, timestamp, request, status_code, bytes]",
        "[..., request =*.htm, status_code = 4*, bytes]",
        "[ip, user, username, timestamp, request =*.html*, status_code = 403 || status_code = 410, bytes]",
        "[ip, user, username, timestamp, request, status_code, bytes > 2000]",
        "[ip, user = Prod]",
        "[a, b, c, d, e, f, g, h]",
    ],
)
def test_space_delimited_that_does_not_match(pattern):
    assert not filter_pattern(pattern)(REQUEST)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("[w1=ERROR, w2]", (3,)),
        ("[w1=ERROR || w1=WARNING, w2]", (2, 3)),
        ("[w1!=ERROR && w1!=WARNING, w2]", (0, 1)),
        ("[logLevel, date, time, method, url=%/service/resource/[0-9]+$%, response_time]", (0,)),
        ("[logLevel, date, time, method, url=%/service/resource/[0-9]+/part/[0-9]+$%, response_time]", (1,)),
    ],
)
def test_terms_in_order(pattern, expected):
    found = filter_pattern(pattern)
    assert tuple(at for at, event in enumerate(SERVICE) if found(event)) == expected


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("%something!%", "character that regexes don't take"),
        ("%(a)%", "character that regexes don't take"),
        ("%[a%", "unterminated"),
        ("{ $.a = %1% || $.b = %2% || $.c = %3% }", "more than 2 regexes"),
        ("{ $.a[*].* = 1 }", "2 wildcards"),
        ("{ $.a[*] = 1 || $.b[*] = 1 || $.c[*] = 1 || $.d[*] = 1 }", "4 wildcards"),
        ("{ $.a IS NOT NULL }", "no condition"),
        ("{ $.a EXISTS }", "instead of word"),
        ("{ $.a = 1", "no }"),
        ("[a, b", "no ]"),
        ("{ ($.a = 1 }", "instead of symbol"),
        ("{ $.a = 1 $.b = 2 }", "one too many"),
        ("{ $.a > x }", "compares numbers"),
        ("{ $.a < %x% }", "compares numbers"),
        ("{ $.a = Ev*ent }", "asterisk in the middle"),
        ("{ && }", "where a condition should be"),
        ("{ }", "the end"),
        ("{ $.a = € & }", "cannot read"),
        ("[..., a, ...]", "more than one ellipsis"),
        ("two-words", "double quotes"),
        ("x" * (LONGEST + 1), "1025 characters"),
    ],
)
def test_what_is_refused(pattern, words):
    with pytest.raises(ValueError, match=words.replace("]", r"\]").replace("}", r"\}")):
        filter_pattern(pattern)


def test_text_is_no_json():
    assert not filter_pattern("{ $.a NOT EXISTS }")("plain text")
