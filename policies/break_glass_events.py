"""Which events show use of break-glass, or somebody at work on it."""

from typing import Any

from policies import names, root_events


def event_pattern() -> str:
    """What pages: whatever the users do, taking or passing on the role, what it changes, and changes to all of these.

    What the role only reads is left to the alarm over the trail, which says once that the role is in use. Calls of STS
    read too, by CloudTrail's account of it: from them one sees which role follows. Refused calls have no parameters,
    but their caller.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
    """
    users, policies = list(names.BREAK_GLASS_USERS), names.BREAK_GLASS_POLICIES
    session = {"sessionContext": {"sessionIssuer": {"type": ["Role"], "userName": [names.BREAK_GLASS_ROLE]}}}
    ways: list[dict[str, Any]] = [
        {"userIdentity": {"type": ["IAMUser"], "userName": users}},
        {"userIdentity": session, "readOnly": [False, {"exists": False}]},
        {"userIdentity": session, "eventSource": ["sts.amazonaws.com"]},
        {"requestParameters": {"roleArn": [{"suffix": f":role/{names.BREAK_GLASS_ROLE}"}]}},
        {"eventSource": ["iam.amazonaws.com"], "requestParameters": {"userName": users}, "readOnly": [False]},
        {"requestParameters": {"roleName": [names.BREAK_GLASS_ROLE]}, "readOnly": [False]},
        {"requestParameters": {"policyArn": [{"suffix": f":policy/{p}"} for p in policies]}, "readOnly": [False]},
    ]
    return root_events.text({"detail": {"$or": ways}})


def filter_pattern() -> str:
    """Any record of the users or the role in the organization's trail, of every region, reading included.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """
    role = names.BREAK_GLASS_ROLE
    users = [f'($.userIdentity.userName = "{user}")' for user in names.BREAK_GLASS_USERS]
    session = f'($.userIdentity.sessionContext.sessionIssuer.userName = "{role}")'
    return f'{{ {" || ".join([*users, session, f"""($.requestParameters.roleArn = "*:role/{role}")"""])} }}'
