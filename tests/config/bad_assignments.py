"""Bad assignments: one change to the good file each, with the whole of what is said about it."""

# ruff: noqa: E501

from tests.config.case import Case

CASES = (
    Case(
        "unknown group",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: Develpers\n        permissionSets: [ReadOnly]\n        accounts: [audit]\n",
        (
            'Pulumi.prod.yaml:49:16: guardrails:baseline.assignments[0].group: found "Develpers", expected the display name of a group in organization.json; did you mean Developers? (a new group: refresh organization.json, or add its id under groups)',
        ),
    ),
    Case(
        "group in other case",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: administrators\n        permissionSets: [ReadOnly]\n        accounts: [audit]\n",
        (
            'Pulumi.prod.yaml:49:16: guardrails:baseline.assignments[0].group: found "administrators", expected the display name of a group in organization.json; did you mean Administrators? (a new group: refresh organization.json, or add its id under groups)',
        ),
    ),
    Case(
        "group pinned to another id",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    groups: {Administrators: 22222222-2222-3333-4444-555555555555}\n",
        (
            'Pulumi.prod.yaml:48:30: guardrails:baseline.groups.Administrators: found "22222222-2222-3333-4444-555555555555", expected "11111111-2222-3333-4444-555555555555", the id of the group of that name in organization.json; its assignments would be replaced by the other group\'s: write the new id if that is meant',
        ),
    ),
    Case(
        "group and user",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: Administrators\n        userId: 22222222-2222-3333-4444-555555555555\n        exemption: {owner: a@example.com, reason: it is only for a day, ticket: A-1, expires: "2026-12-01"}\n        permissionSets: [ReadOnly]\n        accounts: [audit]\n',
        (
            "Pulumi.prod.yaml:49:9: guardrails:baseline.assignments[0]: found group and userId, expected exactly one of group and userId; name a group",
        ),
    ),
    Case(
        "nobody",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - permissionSets: [ReadOnly]\n        accounts: [audit]\n",
        (
            "Pulumi.prod.yaml:49:9: guardrails:baseline.assignments[0]: found nobody, expected exactly one of group and userId; name a group",
        ),
    ),
    Case(
        "user without exemption",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - userId: 22222222-2222-3333-4444-555555555555\n        permissionSets: [ReadOnly]\n        accounts: [audit]\n",
        (
            "Pulumi.prod.yaml:49:17: guardrails:baseline.assignments[0].userId: found a person, without exemption, expected a group; name a group, or add an exemption with owner, reason, ticket and expires",
        ),
    ),
    Case(
        "user with an expired exemption",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - userId: 22222222-2222-3333-4444-555555555555\n        exemption: {owner: a@example.com, reason: it is only for a day, ticket: A-1, expires: "2026-06-01"}\n        permissionSets: [ReadOnly]\n        accounts: [audit]\n',
        (
            'Pulumi.prod.yaml:50:95: guardrails:baseline.assignments[0].exemption.expires: found "2026-06-01", which is past, expected a day from 2026-07-01 to 2027-07-02; remove the exemption, or have it approved again',
        ),
    ),
    Case(
        "exemption for a group",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: Administrators\n        exemption: {owner: a@example.com, reason: it is only for a day, ticket: A-1, expires: "2026-12-01"}\n        permissionSets: [ReadOnly]\n        accounts: [audit]\n',
        (
            "Pulumi.prod.yaml:50:9: guardrails:baseline.assignments[0].exemption: found an exemption for a group, expected one for userId only; remove it: groups need none",
        ),
    ),
    Case(
        "malformed group id",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    groups: {Administrators: others}\n",
        (
            'Pulumi.prod.yaml:48:30: guardrails:baseline.groups.Administrators: found "others", expected an id of the identity store: 11111111-2222-3333-4444-555555555555; correct it',
        ),
    ),
    Case(
        "unknown set",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: Administrators\n        permissionSets: [Readonly]\n        accounts: [audit]\n",
        (
            'Pulumi.prod.yaml:50:26: guardrails:baseline.assignments[0].permissionSets[0]: found "Readonly", expected a key under permissionSets; did you mean ReadOnly?',
        ),
    ),
    Case(
        "management set for members",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    managementPermissionSets:\n      Root: {preset: ReadOnly}\n    assignments:\n      - group: Administrators\n        permissionSets: [Root]\n        accounts: [audit]\n",
        (
            'Pulumi.prod.yaml:52:26: guardrails:baseline.assignments[0].permissionSets[0]: found "Root", a key under managementPermissionSets, expected a key under permissionSets; assign it under managementAssignments: the management account has sets of its own',
        ),
    ),
    Case(
        "members' set for management",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    managementAssignments:\n      - group: Administrators\n        permissionSets: [ReadOnly]\n",
        (
            'Pulumi.prod.yaml:50:26: guardrails:baseline.managementAssignments[0].permissionSets[0]: found "ReadOnly", a key under permissionSets, expected a key under managementPermissionSets; assign it under assignments: the management account has sets of its own',
        ),
    ),
    Case(
        "accounts for management",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    managementPermissionSets:\n      Root: {preset: ReadOnly}\n    managementAssignments:\n      - group: Administrators\n        permissionSets: [Root]\n        accounts: [audit]\n",
        (
            "Pulumi.prod.yaml:53:9: guardrails:baseline.managementAssignments[0].accounts: found an unknown key, expected one of group, userId, exemption, permissionSets, expires; rename or remove it",
        ),
    ),
    Case(
        "management account among members",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: Administrators\n        permissionSets: [ReadOnly]\n        accounts: [management]\n",
        (
            'Pulumi.prod.yaml:51:20: guardrails:baseline.assignments[0].accounts[0]: found "management", the management account, expected keys of member accounts; assign a set under managementPermissionSets by managementAssignments',
        ),
    ),
    Case(
        "unknown account in an assignment",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: Administrators\n        permissionSets: [ReadOnly]\n        accounts: [audits]\n",
        (
            'Pulumi.prod.yaml:51:20: guardrails:baseline.assignments[0].accounts[0]: found "audits", expected a key under accounts; did you mean audit?',
        ),
    ),
    Case(
        "unknown unit in an assignment",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: Administrators\n        permissionSets: [ReadOnly]\n        organizationalUnits: [Workload]\n",
        (
            'Pulumi.prod.yaml:51:31: guardrails:baseline.assignments[0].organizationalUnits[0]: found "Workload", expected Root or a path in organization.json; did you mean Workloads?',
        ),
    ),
    Case(
        "tags that no account has",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: Administrators\n        permissionSets: [ReadOnly]\n        accountTags: {environment: production}\n",
        (
            "Pulumi.prod.yaml:51:9: guardrails:baseline.assignments[0].accountTags: found environment=production, expected tags that some account has; correct them, or add them to an account's tags",
        ),
    ),
    Case(
        "assignment without accounts",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: Administrators\n        permissionSets: [ReadOnly]\n",
        (
            "Pulumi.prod.yaml:49:9: guardrails:baseline.assignments[0]: found no account, expected one of accounts, organizationalUnits, accountTags; say where the access holds",
        ),
    ),
    Case(
        "expired assignment",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: Administrators\n        expires: "2026-06-30"\n        permissionSets: [ReadOnly]\n        accounts: [audit]\n',
        (
            'Pulumi.prod.yaml:50:18: guardrails:baseline.assignments[0].expires: found "2026-06-30", which is past, expected 2026-07-01 or later; remove the assignment, or have it approved again',
        ),
    ),
    Case(
        "unquoted end of an assignment",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    assignments:\n      - group: Administrators\n        expires: 2027-06-30\n        permissionSets: [ReadOnly]\n        accounts: [audit]\n",
        (
            'Pulumi.prod.yaml:50:18: guardrails:baseline.assignments[0].expires: found 2027-06-30 without quotes, which is read as "2027-06-30 00:00:00 +0000 UTC", expected a date in double quotes, "YYYY-MM-DD"; write "2027-06-30"',
        ),
    ),
    Case(
        "unknown delegated administrator",
        "Pulumi.prod.yaml",
        "auditAccount: audit",
        "auditAccount: audit\n    identityCenterAccount: audits",
        (
            'Pulumi.prod.yaml:10:28: guardrails:organization.identityCenterAccount: found "audits", expected a key under accounts; did you mean audit?',
        ),
    ),
)
