"""Bad permission sets: one change to the good file each, with the whole of what is said about it."""

# ruff: noqa: E501

from tests.config.case import Case

CASES = (
    Case(
        "session of 13 hours",
        "Pulumi.prod.yaml",
        "sessionHours: 8",
        "sessionHours: 13",
        (
            "Pulumi.prod.yaml:46:23: guardrails:baseline.permissionSets.ReadOnly.sessionHours: found 13, expected a whole number from 1 to 12; correct it",
        ),
    ),
    Case(
        "two inline policies by key",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        inline: {Version: "2012-10-17", Statement: [{Sid: A, Effect: Allow, Action: "s3:*", Resource: "*"}]}\n        inline: {Version: "2012-10-17", Statement: [{Sid: A, Effect: Allow, Action: "s3:*", Resource: "*"}]}\n',
        (
            "Pulumi.prod.yaml:49:9: guardrails:baseline.permissionSets.ReadOnly.inline: found the key again (first in line 48), expected each key once; remove one",
        ),
    ),
    Case(
        "two inline policies in a list",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        inline: [{Version: "2012-10-17", Statement: []}, {Version: "2012-10-17", Statement: []}]\n',
        (
            "Pulumi.prod.yaml:48:17: guardrails:baseline.permissionSets.ReadOnly.inline: found a list, expected a mapping; correct it",
        ),
    ),
    Case(
        "inline without statement",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        inline: {Version: "2012-10-17"}\n',
        (
            "Pulumi.prod.yaml:48:17: guardrails:baseline.permissionSets.ReadOnly.inline: found a policy document needs at least one Statement, expected one policy document; correct it",
        ),
    ),
    Case(
        "inline of an older version",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        inline: {Version: "2008-10-17", Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}\n',
        (
            'Pulumi.prod.yaml:48:27: guardrails:baseline.permissionSets.ReadOnly.inline.Version: found Version "2008-10-17": policy variables would be plain text, expected "2012-10-17" in double quotes; write Version: "2012-10-17"',
        ),
    ),
    Case(
        "inline with a principal",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        inline: {Version: "2012-10-17", Statement: {Sid: A, Effect: Allow, Principal: "*", Action: "s3:*", Resource: "*"}}\n',
        (
            "Pulumi.prod.yaml:48:76: guardrails:baseline.permissionSets.ReadOnly.inline.Statement.Principal: found a Principal, expected none: the policy is about those who have it; remove it",
        ),
    ),
    Case(
        "inline with a condition's Sid",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        inline: {Version: "2012-10-17", Statement: [{Sid: OutsideNetworks, Effect: Allow, Action: "s3:*", Resource: "*"}]}\n',
        (
            'Pulumi.prod.yaml:48:59: guardrails:baseline.permissionSets.ReadOnly.inline.Statement[0].Sid: found "OutsideNetworks", expected another Sid: this one is a condition\'s; rename it, or say it under conditions',
        ),
    ),
    Case(
        "inline too long",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        inline: {Version: "2012-10-17", Statement: [{Sid: A, Effect: Allow, Action: "s3:*", Resource: "arn:aws:s3:::'
        + "x" * 10240
        + '"}]}\n',
        (
            "Pulumi.prod.yaml:48:9: guardrails:baseline.permissionSets.ReadOnly.inline: found an inline policy of 10350 non-white characters, conditions and the preset's statements included, expected at most 10240 (https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html); move statements to a policy under customerPolicies",
        ),
    ),
    Case(
        "set in both maps",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n    managementPermissionSets:\n      ReadOnly: {preset: ReadOnly}\n",
        (
            'Pulumi.prod.yaml:49:7: guardrails:baseline.managementPermissionSets.ReadOnly: found "ReadOnly" here and under permissionSets, expected a set for the management account alone, out of the delegated administrator\'s reach; give it a name of its own',
        ),
    ),
    Case(
        "unknown shipped set",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n        preset: Readonly\n",
        (
            'Pulumi.prod.yaml:48:17: guardrails:baseline.permissionSets.ReadOnly.preset: found "Readonly", expected one of Administrator, PowerUser, ReadOnly, SecurityAudit, Billing, DelegatedIamAdmin; did you mean ReadOnly?',
        ),
    ),
    Case(
        "21 managed policies",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [Policy0, Policy1, Policy2, Policy3, Policy4, Policy5, Policy6, Policy7, Policy8, Policy9, Policy10, Policy11, Policy12, Policy13, Policy14, Policy15, Policy16, Policy17, Policy18, Policy19, Policy20]\n",
        (
            "Pulumi.prod.yaml:47:26: guardrails:baseline.permissionSets.ReadOnly.managedPolicies: found a list, expected a list of at most 20 items; correct it",
        ),
    ),
    Case(
        "21 managed policies with the preset's",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        preset: SecurityAudit\n        managedPolicies: [Policy0, Policy1, Policy2, Policy3, Policy4, Policy5, Policy6, Policy7, Policy8, Policy9, Policy10, Policy11, Policy12, Policy13, Policy14, Policy15, Policy16, Policy17, Policy18, Policy19]\n",
        (
            "Pulumi.prod.yaml:44:7: guardrails:baseline.permissionSets.ReadOnly: found 21 managed policies, own ones and the preset's included, expected at most 20 (https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html); put some into one policy of your own",
        ),
    ),
    Case(
        "managed policy of one's own",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: ["arn:aws:iam::111122223333:policy/Own"]\n',
        (
            'Pulumi.prod.yaml:47:27: guardrails:baseline.permissionSets.ReadOnly.managedPolicies[0]: found "arn:aws:iam::111122223333:policy/Own", expected an AWS managed policy\'s name or ARN: ReadOnlyAccess, job-function/Billing; write your own policies under customerManagedPolicies',
        ),
    ),
    Case(
        "own policy without document",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n        customerManagedPolicies: [{name: Deploy}]\n",
        (
            'Pulumi.prod.yaml:48:42: guardrails:baseline.permissionSets.ReadOnly.customerManagedPolicies[0].name: found "Deploy", expected a key under customerPolicies; add its document there: it is deployed before the set',
        ),
    ),
    Case(
        "own policy under another path",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        customerManagedPolicies: [{name: Deploy}]\n    customerPolicies:\n      Deploy: {path: /teams/, document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}}\n',
        (
            'Pulumi.prod.yaml:48:35: guardrails:baseline.permissionSets.ReadOnly.customerManagedPolicies[0]: found "/guardrails-policies/", expected "/teams/", as under customerPolicies; write the same path in both places',
        ),
    ),
    Case(
        "own policy with the baseline's name",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n    customerPolicies:\n      guardrails-boundary: {document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}}\n',
        (
            "Pulumi.prod.yaml:49:7: guardrails:baseline.customerPolicies.guardrails-boundary: found the name \"guardrails-boundary\", expected a name that doesn't begin with guardrails-: those are the baseline's own; rename it",
        ),
    ),
    Case(
        "own policy too long",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n    customerPolicies:\n      Deploy: {document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:*", Resource: "arn:aws:s3:::'
        + "x" * 6144
        + '"}]}}\n',
        (
            "Pulumi.prod.yaml:49:16: guardrails:baseline.customerPolicies.Deploy.document: found a policy of 6244 non-white characters, expected at most 6144 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html); make two of it",
        ),
    ),
    Case(
        "own policy of no document",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n    customerPolicies:\n      Deploy: {document: {Version: "2012-10-17", Statement: [{Effect: Permit, Action: "s3:*", Resource: "*"}]}}\n',
        (
            "Pulumi.prod.yaml:49:62: guardrails:baseline.customerPolicies.Deploy.document.Statement[0]: found Effect must be Allow or Deny, found 'Permit', expected a statement of a policy; correct it",
        ),
    ),
    Case(
        "two boundaries",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        boundary: developer\n        boundaryPolicy: {name: Ceiling}\n    customerPolicies:\n      Ceiling: {document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}\n',
        (
            "Pulumi.prod.yaml:49:9: guardrails:baseline.permissionSets.ReadOnly.boundaryPolicy: found boundary and boundaryPolicy, expected one of them: a set has one permissions boundary; remove one",
        ),
    ),
    Case(
        "unknown boundary",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n        boundary: developers\n",
        (
            'Pulumi.prod.yaml:48:19: guardrails:baseline.permissionSets.ReadOnly.boundary: found "developers", expected one of developer, workload, ci, delegated-administrator; did you mean developer?',
        ),
    ),
    Case(
        "relay state too long",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n        relayState: https://" + "x" * 240 + "\n",
        (
            'Pulumi.prod.yaml:48:21: guardrails:baseline.permissionSets.ReadOnly.relayState: found "https://xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..." of 248 characters, expected a URL of at most 240 characters; shorten it',
        ),
    ),
    Case(
        "network without bits",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n        conditions: {sourceNetworks: [203.0.113.7/33]}\n",
        (
            'Pulumi.prod.yaml:48:39: guardrails:baseline.permissionSets.ReadOnly.conditions.sourceNetworks[0]: found "203.0.113.7/33", expected public addresses as a CIDR block such as 203.0.113.0/24; write first address/bits; requests never come from private addresses',
        ),
    ),
    Case(
        "until before from",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        conditions: {from: "2026-12-01", until: "2026-11-01"}\n',
        (
            'Pulumi.prod.yaml:48:49: guardrails:baseline.permissionSets.ReadOnly.conditions.until: found "2026-11-01", which is before from, expected "2026-12-01" or later; exchange the two days',
        ),
    ),
    Case(
        "condition that has ended",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        conditions: {until: "2026-06-30"}\n',
        (
            'Pulumi.prod.yaml:48:29: guardrails:baseline.permissionSets.ReadOnly.conditions.until: found "2026-06-30", which is past, expected 2026-07-01 or later; remove the permission set, or have it approved again',
        ),
    ),
)
