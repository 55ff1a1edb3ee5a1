"""Bad configurations: what is named twice, left out, merged or not of AWS, each at its own place."""

# ruff: noqa: E501

from tests.config.case import Case

CASES = (
    Case(
        "a region by a typing error",
        "Pulumi.prod.yaml",
        "[eu-west-1, eu-central-1]",
        "[eu-west-1, eu-centrall-1]",
        (
            'Pulumi.prod.yaml:6:26: guardrails:organization.regions[1]: found "eu-centrall-1", expected a region that AWS has; did you mean eu-central-1? (a new one: update botocore)',
        ),
    ),
    Case(
        "a region that AWS does not have",
        "Pulumi.prod.yaml",
        "[eu-west-1, eu-central-1]",
        "[eu-west-1, eu-central-9]",
        (
            'Pulumi.prod.yaml:6:26: guardrails:organization.regions[1]: found "eu-central-9", expected a region that AWS has; did you mean eu-central-2? (a new one: update botocore)',
        ),
    ),
    Case(
        "a region twice",
        "Pulumi.prod.yaml",
        "[eu-west-1, eu-central-1]",
        "[eu-west-1, eu-west-1]",
        (
            'Pulumi.prod.yaml:6:26: guardrails:organization.regions[1]: found "eu-west-1" again, expected each region once; remove it',
        ),
    ),
    Case(
        "a region in use, once more for alerts",
        "Pulumi.prod.yaml",
        "[eu-west-1, eu-central-1]",
        "[eu-west-1, eu-central-1]\n    alertRegions: [us-east-9, eu-west-1]",
        (
            'Pulumi.prod.yaml:7:20: guardrails:organization.alertRegions[0]: found "us-east-9", expected a region that AWS has; did you mean us-east-2? (a new one: update botocore)',
            'Pulumi.prod.yaml:7:31: guardrails:organization.alertRegions[1]: found "eu-west-1", which is in regions, expected further regions; remove it: rules listen in the regions in use anyway',
        ),
    ),
    Case(
        "a unit's region by a typing error",
        "Pulumi.prod.yaml",
        "        targets: [Root]\n",
        "        targets: [Root]\n      regions: {unitRegions: {Security: [eu-noth-1]}}\n",
        (
            'Pulumi.prod.yaml:27:42: guardrails:baseline.guardrails.regions.unitRegions.Security[0]: found "eu-noth-1", expected a region that AWS has; did you mean eu-north-1? (a new one: update botocore)',
        ),
    ),
    Case(
        "an exemption twice",
        "Pulumi.prod.yaml",
        "    exemptions:\n",
        '    exemptions:\n      - {guardrail: protectSecurityServices, principal: "arn:aws:iam::*:role/Updater", owner: a@example.com, reason: It updates the trail, ticket: T-1, expires: "2027-06-30"}\n',
        (
            "Pulumi.prod.yaml:12:9: guardrails:organization.exemptions[1]: found an exemption from protectSecurityServices for the same again, expected one for each; remove one of the two",
        ),
    ),
    Case(
        "an exemption without ticket",
        "Pulumi.prod.yaml",
        "ticket: SEC-101",
        'ticket: ""',
        (
            'Pulumi.prod.yaml:15:17: guardrails:organization.exemptions[0].ticket: found "", expected text that is not empty; correct it',
        ),
    ),
    Case(
        "left out, before other keys",
        "Pulumi.prod.yaml",
        "        preset: standard\n    # a",
        "        preset:\n    # a",
        ("Pulumi.prod.yaml:41:9: guardrails:baseline.accounts.audit.preset: found nothing, expected text; correct it",),
    ),
    Case(
        "left out, in a list",
        "Pulumi.prod.yaml",
        "[eu-west-1, eu-central-1]",
        "\n      - eu-west-1\n      -",
        (
            "Pulumi.prod.yaml:8:8: guardrails:organization.regions[1]: found nothing, expected a region such as eu-west-1; correct it",
        ),
    ),
    Case(
        "a merge of a number",
        "Pulumi.prod.yaml",
        "        blockS3PublicAccess: true\n",
        "        <<: 5\n",
        (
            'Pulumi.prod.yaml:30:9: guardrails:baseline.presets.standard."<<": found a merge of what is no mapping, expected mappings; name an anchor of a mapping',
        ),
    ),
    Case(
        "a merge of a list of texts",
        "Pulumi.prod.yaml",
        "        blockS3PublicAccess: true\n",
        "        <<: [eu-west-1]\n",
        (
            'Pulumi.prod.yaml:30:9: guardrails:baseline.presets.standard."<<": found a merge of what is no mapping, expected mappings; name an anchor of a mapping',
        ),
    ),
    Case(
        "no mapping where values have words of their own",
        "Pulumi.prod.yaml",
        "    logArchive:\n      bucketName: exampleorg1-log-archive\n      retentionDays: 365\n",
        "",
        ("Pulumi.prod.yaml:17:3: guardrails:baseline.logArchive: found nothing, expected a mapping; add logArchive",),
    ),
    Case(
        "a version without quotes",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        inline: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}\n',
        (
            'Pulumi.prod.yaml:48:27: guardrails:baseline.permissionSets.ReadOnly.inline.Version: found 2012-10-17 without quotes, which is read as "2012-10-17 00:00:00 +0000 UTC", expected "2012-10-17" in double quotes; write "2012-10-17"',
        ),
    ),
    Case(
        "two bad statements of an inline policy",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        '        managedPolicies: [ReadOnlyAccess]\n        inline:\n          Version: "2012-10-17"\n          Statement:\n            - {Effect: Allow, Action: "s3:*", Resource: "*"}\n            - {effect: Allow, Action: "s3:*", Resource: "*"}\n            - {Effect: Allow, Action: [5], Resource: "*"}\n',
        (
            "Pulumi.prod.yaml:52:15: guardrails:baseline.permissionSets.ReadOnly.inline.Statement[1]: found unknown element effect, expected a statement of a policy; correct it",
            "Pulumi.prod.yaml:53:15: guardrails:baseline.permissionSets.ReadOnly.inline.Statement[2]: found Action must be a string or a list of strings, found [5], expected a statement of a policy; correct it",
        ),
    ),
    Case(
        "a managed policy by a typing error",
        "Pulumi.prod.yaml",
        "managedPolicies: [ReadOnlyAccess]",
        "managedPolicies: [ReadOnlyAcess, arn:aws:iam::aws:policy/job-function/viewonlyaccess]",
        (
            'Pulumi.prod.yaml:47:27: guardrails:baseline.permissionSets.ReadOnly.managedPolicies[0]: found "ReadOnlyAcess", expected a managed policy that AWS has; did you mean ReadOnlyAccess?',
            'Pulumi.prod.yaml:47:42: guardrails:baseline.permissionSets.ReadOnly.managedPolicies[1]: found "arn:aws:iam::aws:policy/job-function/viewonlyaccess", expected a managed policy that AWS has; did you mean ViewOnlyAccess?',
        ),
    ),
    Case(
        "private addresses",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n        conditions: {sourceNetworks: [10.0.0.0/8, 203.0.113.0/24, fd00::/8]}\n",
        (
            'Pulumi.prod.yaml:48:39: guardrails:baseline.permissionSets.ReadOnly.conditions.sourceNetworks[0]: found "10.0.0.0/8", expected public addresses as a CIDR block such as 203.0.113.0/24; write first address/bits; requests never come from private addresses',
            'Pulumi.prod.yaml:48:67: guardrails:baseline.permissionSets.ReadOnly.conditions.sourceNetworks[2]: found "fd00::/8", expected public addresses as a CIDR block such as 203.0.113.0/24; write first address/bits; requests never come from private addresses',
        ),
    ),
    Case(
        "every address",
        "Pulumi.prod.yaml",
        "        managedPolicies: [ReadOnlyAccess]\n",
        "        managedPolicies: [ReadOnlyAccess]\n        conditions: {sourceNetworks: [0.0.0.0/0]}\n",
        (
            'Pulumi.prod.yaml:48:39: guardrails:baseline.permissionSets.ReadOnly.conditions.sourceNetworks[0]: found "0.0.0.0/0", expected public addresses as a CIDR block such as 203.0.113.0/24; write first address/bits; requests never come from private addresses',
        ),
    ),
    Case(
        "a role in an account twice",
        "Pulumi.prod.yaml",
        "    # a comment below the accounts\n",
        '    machineAccess:\n      crossAccountRoles:\n        reader:\n          accounts: [audit, audit]\n          callers: [{account: log-archive, role: Reader}]\n          permissions: [{service: ec2, actions: [Describe*], resources: ["*"]}]\n    # a comment below the accounts\n',
        (
            'Pulumi.prod.yaml:45:29: guardrails:baseline.machineAccess.crossAccountRoles.reader.accounts[1]: found "audit" again, expected each account once; remove it',
        ),
    ),
)
