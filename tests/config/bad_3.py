"""Bad configurations, part 3: one change to the good one each, with the whole of what is said about it."""

# ruff: noqa: E501

from tests.config.case import Case

CASES = (
    Case(
        "tab as indentation",
        "Pulumi.prod.yaml",
        "        mode: enforce",
        "\tmode: enforce",
        (
            "Pulumi.prod.yaml:25:1: found a syntax error (found character '\\t' that cannot start any token), expected valid YAML; correct it here or in the lines above",
        ),
    ),
    Case(
        "unknown alias",
        "Pulumi.prod.yaml",
        "mode: enforce",
        "mode: *mode",
        (
            "Pulumi.prod.yaml:25:15: guardrails:baseline.guardrails.leaveOrganization.mode: found the alias *mode, expected an anchor above it; write &mode first",
        ),
    ),
    Case(
        "tag",
        "Pulumi.prod.yaml",
        "mode: enforce",
        "mode: !mode enforce",
        (
            "Pulumi.prod.yaml:25:15: guardrails:baseline.guardrails.leaveOrganization.mode: found the tag !mode, expected a plain value; remove the tag",
        ),
    ),
    Case(
        "infinity",
        "Pulumi.prod.yaml",
        "sessionHours: 8",
        "sessionHours: .inf",
        (
            "Pulumi.prod.yaml:46:23: guardrails:baseline.permissionSets.ReadOnly.sessionHours: found .inf, expected a number that JSON can hold; write it differently",
        ),
    ),
    Case(
        "second document",
        "Pulumi.prod.yaml",
        "encryptionsalt: v1:example",
        "---\na: 1",
        ("Pulumi.prod.yaml:48:1: found a second document, expected one document; remove the line `---`",),
    ),
    Case(
        "unknown top-level key",
        "Pulumi.prod.yaml",
        "encryptionsalt",
        "encryptionslat",
        (
            "Pulumi.prod.yaml:48:1: encryptionslat: found an unknown key, expected one of config, secretsprovider, encryptionsalt, encryptedkey, environment; did you mean encryptionsalt?",
        ),
    ),
    Case(
        "unknown block",
        "Pulumi.prod.yaml",
        "guardrails:baseline",
        "guardrails:basline",
        (
            "Pulumi.prod.yaml:17:3: guardrails:basline: found an unknown key, expected one of guardrails:organization, guardrails:standalone, guardrails:baseline; did you mean guardrails:baseline?",
        ),
    ),
    Case(
        "missing baseline",
        "Pulumi.prod.yaml",
        "guardrails:baseline:",
        "other:baseline:",
        ("Pulumi.prod.yaml:1:1: guardrails:baseline: found nothing, expected a mapping; add it",),
    ),
    Case(
        "missing organization",
        "Pulumi.prod.yaml",
        "guardrails:organization:",
        "other:organization:",
        (
            "Pulumi.prod.yaml:1:1: guardrails:organization: found nothing, expected a mapping; add it here or, below value:, to Pulumi.yaml",
        ),
    ),
    Case(
        "config no mapping",
        "Pulumi.prod.yaml",
        None,
        "config: 5\n",
        (
            "Pulumi.prod.yaml:1:9: config: found no mapping, expected a mapping with guardrails:baseline; add guardrails:baseline below it",
        ),
    ),
    Case(
        "empty file",
        "Pulumi.prod.yaml",
        None,
        "",
        ("Pulumi.prod.yaml:1:1: found no mapping, expected the key config; add config",),
    ),
    Case(
        "a list",
        "Pulumi.prod.yaml",
        None,
        "- a\n",
        ("Pulumi.prod.yaml:1:1: found no mapping, expected the key config; add config",),
    ),
    Case(
        "other encoding",
        "Pulumi.prod.yaml",
        None,
        "\udcff\n",
        ("Pulumi.prod.yaml:1:1: found other bytes, expected text in UTF-8; save it as UTF-8",),
    ),
    Case(
        "missing snapshot",
        "organization.json",
        None,
        None,
        (
            "organization.json:1:1: found no such file, expected a file that can be read; restore it, or run `guardrails accounts discover --write`",
        ),
    ),
    Case(
        "missing project file",
        "Pulumi.yaml",
        None,
        None,
        (
            "Pulumi.yaml:1:1: found no such file, expected a file that can be read; restore it, every Pulumi project has one",
        ),
    ),
    Case(
        "missing stack file",
        "Pulumi.prod.yaml",
        None,
        None,
        (
            "Pulumi.prod.yaml:1:1: found no such file, expected a file that can be read; create it, as a copy of another stack's",
        ),
    ),
    Case(
        "snapshot syntax",
        "organization.json",
        '"root"',
        "root",
        (
            "organization.json:3:3: found a syntax error (expecting property name enclosed in double quotes), expected valid JSON; correct it here or in the lines above",
        ),
    ),
    Case(
        "snapshot duplicate key",
        "organization.json",
        '"Workloads"',
        '"Security"',
        (
            "organization.json:6:5: organizationalUnits.Security: found the key again (first in line 5), expected each key once; remove one",
        ),
    ),
    Case(
        "snapshot unknown state",
        "organization.json",
        '"111122223333": {"state": "ACTIVE"}',
        '"111122223333": {"state": "GONE"}',
        (
            'organization.json:10:31: accounts.111122223333.state: found "GONE", expected one of PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED; choose one of ACTIVE, CLOSED, PENDING_ACTIVATION, PENDING_CLOSURE, SUSPENDED',
        ),
    ),
    Case(
        "snapshot malformed unit id",
        "organization.json",
        "ou-exam-security",
        "exam-security",
        (
            'organization.json:5:24: organizationalUnits.Security.id: found "exam-security", expected text that matches ^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$; correct it',
        ),
    ),
    Case(
        "snapshot unknown key",
        "organization.json",
        '"root"',
        '"roots"',
        (
            "organization.json:3:3: roots: found an unknown key, expected one of organization, root, organizationalUnits, accounts, policies, identityCenter; did you mean root?",
        ),
    ),
    Case(
        "expired exemption",
        "Pulumi.prod.yaml",
        '"2027-06-30"',
        '"2025-06-30"',
        (
            'Pulumi.prod.yaml:16:18: guardrails:organization.exemptions[0].expires: found "2025-06-30", which is past, expected a day from 2026-07-01 to 2027-07-02; remove the exemption, or have it approved again',
        ),
    ),
    Case(
        "exemption of more than a year",
        "Pulumi.prod.yaml",
        '"2027-06-30"',
        '"2029-06-30"',
        (
            'Pulumi.prod.yaml:16:18: guardrails:organization.exemptions[0].expires: found "2029-06-30", which is over a year ahead, expected a day from 2026-07-01 to 2027-07-02; choose an earlier day',
        ),
    ),
)
