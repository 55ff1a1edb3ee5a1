"""Bad configurations, part 1: one change to the good one each, with the whole of what is said about it."""

# ruff: noqa: E501

from tests.config.case import Case

CASES = (
    Case(
        "unknown key",
        "Pulumi.prod.yaml",
        "homeRegion:",
        "homeRegoin:",
        (
            "Pulumi.prod.yaml:5:5: guardrails:organization.homeRegoin: found an unknown key, expected one of id, homeRegion, regions, alertRegions, managementAccount, logArchiveAccount, auditAccount, identityCenterAccount, controlTower, limits, exemptions; did you mean homeRegion?",
        ),
    ),
    Case(
        "snake case key",
        "Pulumi.prod.yaml",
        "homeRegion:",
        "home_region:",
        (
            "Pulumi.prod.yaml:5:5: guardrails:organization.home_region: found an unknown key, expected one of id, homeRegion, regions, alertRegions, managementAccount, logArchiveAccount, auditAccount, identityCenterAccount, controlTower, limits, exemptions; did you mean homeRegion?",
        ),
    ),
    Case(
        "unknown key without a guess",
        "Pulumi.prod.yaml",
        "sessionHours: 8",
        "xyzzy: 8",
        (
            "Pulumi.prod.yaml:46:9: guardrails:baseline.permissionSets.ReadOnly.xyzzy: found an unknown key, expected one of preset, description, sessionHours, relayState, managedPolicies, customerManagedPolicies, inline, boundary, boundaryPolicy, conditions, tags; rename or remove it",
        ),
    ),
    Case(
        "missing key",
        "Pulumi.prod.yaml",
        "    auditAccount: audit\n",
        "",
        (
            "Pulumi.prod.yaml:3:3: guardrails:organization.auditAccount: found nothing, expected a lower-case letter, then up to 39 lower-case letters, digits or hyphens; add auditAccount",
        ),
    ),
    Case(
        "unquoted id with a leading zero",
        "Pulumi.prod.yaml",
        '"012345678901"',
        "012345678901",
        (
            'Pulumi.prod.yaml:37:13: guardrails:baseline.accounts.audit.id: found 012345678901 without quotes, which is read as the number 12345678901 and loses its leading zero, expected 12 digits in double quotes; write "012345678901"',
        ),
    ),
    Case(
        "unquoted id",
        "Pulumi.prod.yaml",
        '"111122223333"',
        "111122223333",
        (
            'Pulumi.prod.yaml:34:24: guardrails:baseline.accounts.management.id: found 111122223333 without quotes, which is read as a number, expected 12 digits in double quotes; write "111122223333"',
        ),
    ),
    Case(
        "octal id",
        "Pulumi.prod.yaml",
        '"012345678901"',
        "012345670123",
        (
            'Pulumi.prod.yaml:37:13: guardrails:baseline.accounts.audit.id: found 012345670123 without quotes, which is read as the number 1402433619 and loses its leading zero, expected 12 digits in double quotes; write "012345670123"',
        ),
    ),
    Case(
        "short id",
        "Pulumi.prod.yaml",
        '"012345678901"',
        '"12345678901"',
        (
            'Pulumi.prod.yaml:37:13: guardrails:baseline.accounts.audit.id: found "12345678901", expected 12 digits in double quotes; write all 12 digits',
        ),
    ),
    Case(
        "id with hyphens",
        "Pulumi.prod.yaml",
        '"111122223333"',
        "1111-2222-3333",
        (
            'Pulumi.prod.yaml:34:24: guardrails:baseline.accounts.management.id: found "1111-2222-3333", expected 12 digits in double quotes; write all 12 digits',
        ),
    ),
    Case(
        "duplicate id",
        "Pulumi.prod.yaml",
        '"222233334444"',
        '"111122223333"',
        (
            'Pulumi.prod.yaml:35:25: guardrails:baseline.accounts.log-archive.id: found "111122223333" again (first in account management), expected a value of its own for each account; correct one of the two',
        ),
    ),
    Case(
        "duplicate email",
        "Pulumi.prod.yaml",
        "logs@example.com",
        "AWS@example.com",
        (
            'Pulumi.prod.yaml:35:60: guardrails:baseline.accounts.log-archive.email: found "AWS@example.com" again (first in account management), expected a value of its own for each account; correct one of the two',
        ),
    ),
    Case(
        "account that AWS does not have",
        "Pulumi.prod.yaml",
        '"222233334444"',
        '"999900001111"',
        (
            'Pulumi.prod.yaml:35:25: guardrails:baseline.accounts.log-archive.id: found "999900001111", expected an account in organization.json; correct the id, or refresh organization.json once the account exists',
        ),
    ),
    Case(
        "management account differs",
        "Pulumi.prod.yaml",
        '"111122223333"',
        '"444455556666"',
        (
            'Pulumi.prod.yaml:34:24: guardrails:baseline.accounts.management.id: found "444455556666", expected "111122223333", the management account in organization.json; correct the id, or name another account as managementAccount',
        ),
    ),
    Case(
        "organization differs",
        "Pulumi.prod.yaml",
        "o-exampleorg1\n",
        "o-exampleorg2\n",
        (
            'Pulumi.prod.yaml:4:9: guardrails:organization.id: found "o-exampleorg2", expected "o-exampleorg1" as in organization.json; correct the id, or refresh organization.json with this organization\'s credentials',
        ),
    ),
    Case(
        "organization id malformed",
        "Pulumi.prod.yaml",
        "o-exampleorg1\n",
        "exampleorg1\n",
        (
            'Pulumi.prod.yaml:4:9: guardrails:organization.id: found "exampleorg1", expected an organization id, o-exampleorg1; correct it',
        ),
    ),
    Case(
        "unknown account role",
        "Pulumi.prod.yaml",
        "auditAccount: audit",
        "auditAccount: audti",
        (
            'Pulumi.prod.yaml:9:19: guardrails:organization.auditAccount: found "audti", expected a key under accounts; did you mean audit?',
        ),
    ),
    Case(
        "home region not in use",
        "Pulumi.prod.yaml",
        "homeRegion: eu-west-1",
        "homeRegion: eu-north-1",
        (
            'Pulumi.prod.yaml:5:17: guardrails:organization.homeRegion: found "eu-north-1", expected one of regions; choose one of eu-central-1, eu-west-1',
        ),
    ),
    Case(
        "malformed region",
        "Pulumi.prod.yaml",
        "[eu-west-1, eu-central-1]",
        "[eu-west-1, Frankfurt]",
        (
            'Pulumi.prod.yaml:6:26: guardrails:organization.regions[1]: found "Frankfurt", expected a region such as eu-west-1; correct it',
        ),
    ),
    Case(
        "no regions",
        "Pulumi.prod.yaml",
        "[eu-west-1, eu-central-1]",
        "[]",
        (
            "Pulumi.prod.yaml:6:14: guardrails:organization.regions: found an empty list, expected a list with at least one item; correct it",
        ),
    ),
    Case(
        "regions no list",
        "Pulumi.prod.yaml",
        "[eu-west-1, eu-central-1]",
        "eu-west-1",
        (
            'Pulumi.prod.yaml:6:14: guardrails:organization.regions: found "eu-west-1", expected a list with at least one item; correct it',
        ),
    ),
    Case(
        "unknown preset",
        "Pulumi.prod.yaml",
        "Root, preset: standard",
        "Root, preset: standart",
        (
            'Pulumi.prod.yaml:34:116: guardrails:baseline.accounts.management.preset: found "standart", expected a key under presets; did you mean standard?',
        ),
    ),
    Case(
        "unknown unit",
        "Pulumi.prod.yaml",
        "organizationalUnit: Root",
        "organizationalUnit: Rot",
        (
            'Pulumi.prod.yaml:34:102: guardrails:baseline.accounts.management.organizationalUnit: found "Rot", expected Root or a path in organization.json; did you mean Root?',
        ),
    ),
    Case(
        "unknown target",
        "Pulumi.prod.yaml",
        "targets: [Root]",
        "targets: [Root, Workload]",
        (
            'Pulumi.prod.yaml:26:25: guardrails:baseline.guardrails.leaveOrganization.targets[1]: found "Workload", expected Root, a path in organization.json or a key under accounts; did you mean Workloads?',
        ),
    ),
    Case(
        "unknown mode",
        "Pulumi.prod.yaml",
        "mode: enforce",
        "mode: enforced",
        (
            'Pulumi.prod.yaml:25:15: guardrails:baseline.guardrails.leaveOrganization.mode: found "enforced", expected one of off, canary, enforce; did you mean enforce?',
        ),
    ),
    Case(
        "mode as a boolean",
        "Pulumi.prod.yaml",
        "mode: enforce",
        "mode: true",
        (
            "Pulumi.prod.yaml:25:15: guardrails:baseline.guardrails.leaveOrganization.mode: found true, expected one of off, canary, enforce; choose one of canary, enforce, off",
        ),
    ),
    Case(
        "unknown guardrail",
        "Pulumi.prod.yaml",
        "      leaveOrganization:",
        "      leaveOrganisation:",
        (
            "Pulumi.prod.yaml:24:7: guardrails:baseline.guardrails.leaveOrganisation: found an unknown key, expected a guardrail of the catalogue; did you mean leaveOrganization?",
        ),
    ),
)
