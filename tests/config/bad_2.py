"""Bad configurations, part 2: one change to the good one each, with the whole of what is said about it."""

# ruff: noqa: E501

from tests.config.case import Case

CASES = (
    Case(
        "exemption of an unknown guardrail",
        "Pulumi.prod.yaml",
        "guardrail: protectSecurityServices",
        "guardrail: protectSecurityService",
        (
            'Pulumi.prod.yaml:11:20: guardrails:organization.exemptions[0].guardrail: found "protectSecurityService", expected a guardrail of the catalogue; did you mean protectSecurityServices?',
        ),
    ),
    Case(
        "exemption with a wildcard role",
        "Pulumi.prod.yaml",
        "role/Updater",
        "role/*",
        (
            'Pulumi.prod.yaml:12:20: guardrails:organization.exemptions[0].principal: found "arn:aws:iam::*:role/*", expected arn:aws:iam::ACCOUNT:role/NAME; name one role; only ACCOUNT may be *, which stands for every account',
        ),
    ),
    Case(
        "exemption of a user",
        "Pulumi.prod.yaml",
        "role/Updater",
        "user/Updater",
        (
            'Pulumi.prod.yaml:12:20: guardrails:organization.exemptions[0].principal: found "arn:aws:iam::*:user/Updater", expected arn:aws:iam::ACCOUNT:role/NAME; name one role; only ACCOUNT may be *, which stands for every account',
        ),
    ),
    Case(
        "exemption with a partial account",
        "Pulumi.prod.yaml",
        "::*:role",
        "::1111*:role",
        (
            'Pulumi.prod.yaml:12:20: guardrails:organization.exemptions[0].principal: found "arn:aws:iam::1111*:role/Updater", expected arn:aws:iam::ACCOUNT:role/NAME; name one role; only ACCOUNT may be *, which stands for every account',
        ),
    ),
    Case(
        "unquoted date",
        "Pulumi.prod.yaml",
        '"2027-06-30"',
        "2027-06-30",
        (
            'Pulumi.prod.yaml:16:18: guardrails:organization.exemptions[0].expires: found 2027-06-30 without quotes, which is read as "2027-06-30 00:00:00 +0000 UTC", expected a date in double quotes, "YYYY-MM-DD"; write "2027-06-30"',
        ),
    ),
    Case(
        "day that does not exist",
        "Pulumi.prod.yaml",
        '"2027-06-30"',
        '"2027-02-30"',
        (
            'Pulumi.prod.yaml:16:18: guardrails:organization.exemptions[0].expires: found "2027-02-30", expected a date in double quotes, "YYYY-MM-DD"; write a day that exists',
        ),
    ),
    Case(
        "date without hyphens",
        "Pulumi.prod.yaml",
        '"2027-06-30"',
        '"20270630"',
        (
            'Pulumi.prod.yaml:16:18: guardrails:organization.exemptions[0].expires: found "20270630", expected a date in double quotes, "YYYY-MM-DD"; write a day that exists',
        ),
    ),
    Case(
        "short reason",
        "Pulumi.prod.yaml",
        "It updates the trail that it created",
        "trail",
        (
            'Pulumi.prod.yaml:14:17: guardrails:organization.exemptions[0].reason: found "trail", expected text of at least 10 characters; correct it',
        ),
    ),
    Case(
        "malformed e-mail address",
        "Pulumi.prod.yaml",
        "email: audit@example.com",
        "email: audit",
        (
            'Pulumi.prod.yaml:39:16: guardrails:baseline.accounts.audit.email: found "audit", expected an e-mail address of at most 64 characters; correct it',
        ),
    ),
    Case(
        "retention too short",
        "Pulumi.prod.yaml",
        "retentionDays: 365",
        "retentionDays: 30",
        (
            "Pulumi.prod.yaml:22:22: guardrails:baseline.logArchive.retentionDays: found 30, expected a whole number from 365 to 3650; correct it",
        ),
    ),
    Case(
        "number as text",
        "Pulumi.prod.yaml",
        "retentionDays: 365",
        'retentionDays: "365"',
        (
            'Pulumi.prod.yaml:22:22: guardrails:baseline.logArchive.retentionDays: found "365", expected a whole number from 365 to 3650; write it without quotes',
        ),
    ),
    Case(
        "fraction",
        "Pulumi.prod.yaml",
        "sessionHours: 8",
        "sessionHours: 1.5",
        (
            "Pulumi.prod.yaml:46:23: guardrails:baseline.permissionSets.ReadOnly.sessionHours: found 1.5, expected a whole number from 1 to 12; correct it",
        ),
    ),
    Case(
        "boolean as text",
        "Pulumi.prod.yaml",
        "blockS3PublicAccess: true",
        "blockS3PublicAccess: yes",
        (
            'Pulumi.prod.yaml:30:30: guardrails:baseline.presets.standard.blockS3PublicAccess: found "yes", expected true or false; correct it',
        ),
    ),
    Case(
        "bucket name in upper case",
        "Pulumi.prod.yaml",
        "exampleorg1-log-archive",
        "ExampleOrg1",
        (
            'Pulumi.prod.yaml:21:19: guardrails:baseline.logArchive.bucketName: found "ExampleOrg1", expected a bucket name: 3 to 63 lower-case letters, digits, single dots or hyphens, without what S3 reserves; choose another one: no IP address, no start such as xn-- or sthree-, no end such as -an or -s3alias',
        ),
    ),
    Case(
        "permission set name too long",
        "Pulumi.prod.yaml",
        "      ReadOnly:",
        "      ReadOnlyReadOnlyReadOnlyReadOnlyReadOnly:",
        (
            'Pulumi.prod.yaml:44:7: guardrails:baseline.permissionSets.ReadOnlyReadOnlyReadOnlyReadOnlyReadOnly: found the name "ReadOnlyReadOnlyReadOnlyReadOnlyReadOnly" of 40 characters, expected 1 to 32 letters, digits or +=,.@_-; rename it',
        ),
    ),
    Case(
        "permission set name with a blank",
        "Pulumi.prod.yaml",
        "      ReadOnly:",
        "      Read Only:",
        (
            'Pulumi.prod.yaml:44:7: guardrails:baseline.permissionSets."Read Only": found the name "Read Only", expected 1 to 32 letters, digits or +=,.@_-; rename it',
        ),
    ),
    Case(
        "description too long",
        "Pulumi.prod.yaml",
        "Look at everything, change nothing",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        (
            'Pulumi.prod.yaml:45:22: guardrails:baseline.permissionSets.ReadOnly.description: found "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..." of 701 characters, expected text of at most 700 characters, without those beyond Latin-1; shorten it',
        ),
    ),
    Case(
        "session too long",
        "Pulumi.prod.yaml",
        "sessionHours: 8",
        "sessionHours: 13",
        (
            "Pulumi.prod.yaml:46:23: guardrails:baseline.permissionSets.ReadOnly.sessionHours: found 13, expected a whole number from 1 to 12; correct it",
        ),
    ),
    Case(
        "account key in upper case",
        "Pulumi.prod.yaml",
        "      audit:\n",
        "      Audit:\n",
        (
            'Pulumi.prod.yaml:9:19: guardrails:organization.auditAccount: found "audit", expected a key under accounts; did you mean Audit?',
            'Pulumi.prod.yaml:36:7: guardrails:baseline.accounts.Audit: found the name "Audit", expected a lower-case letter, then up to 39 lower-case letters, digits or hyphens; rename it',
        ),
    ),
    Case(
        "phone with letters",
        "Pulumi.prod.yaml",
        "+353 1 555 0100",
        "call us",
        (
            'Pulumi.prod.yaml:32:96: guardrails:baseline.presets.standard.alternateContacts.security.phone: found "call us", expected a telephone number of at most 25 digits, spaces or ()+-; correct it',
        ),
    ),
    Case(
        "contact title too long",
        "Pulumi.prod.yaml",
        "title: Security",
        "title: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        (
            'Pulumi.prod.yaml:32:50: guardrails:baseline.presets.standard.alternateContacts.security.title: found "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" of 51 characters, expected text of 1 to 50 characters; shorten it',
        ),
    ),
    Case(
        "account name too long",
        "Pulumi.prod.yaml",
        "name: Audit",
        "name: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        (
            'Pulumi.prod.yaml:38:15: guardrails:baseline.accounts.audit.name: found "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" of 51 characters, expected text of 1 to 50 characters; shorten it',
        ),
    ),
    Case(
        "nothing where a mapping belongs",
        "Pulumi.prod.yaml",
        "      email: security@example.com\n",
        "",
        ("Pulumi.prod.yaml:18:5: guardrails:baseline.alerts: found nothing, expected a mapping; correct it",),
    ),
    Case(
        "account no mapping",
        "Pulumi.prod.yaml",
        '{id: "222233334444", name: Logs, email: logs@example.com, organizationalUnit: Security, preset: standard}',
        "here",
        (
            'Pulumi.prod.yaml:35:20: guardrails:baseline.accounts.log-archive: found "here", expected a mapping; correct it',
        ),
    ),
    Case(
        "duplicate key",
        "Pulumi.prod.yaml",
        "      retentionDays: 365",
        "      retentionDays: 365\n      retentionDays: 400",
        (
            "Pulumi.prod.yaml:23:7: guardrails:baseline.logArchive.retentionDays: found the key again (first in line 22), expected each key once; remove one",
        ),
    ),
    Case(
        "unclosed bracket",
        "Pulumi.prod.yaml",
        "targets: [Root]",
        "targets: [Root",
        (
            "Pulumi.prod.yaml:27:12: found a syntax error (expected ',' or ']', but got ':'), expected valid YAML; correct it here or in the lines above",
        ),
    ),
)
