"""Bad roles of machines: one change to the good file each, with the whole of what is said about it."""

# ruff: noqa: E501

from tests.config.case import Case

_LAST = "        managedPolicies: [ReadOnlyAccess]\n"
_DEPLOYS = "          deploys:\n            - {kind: lambda, names: [shop-*]}\n"
_GITHUB = """          github:
            organization: example
            organizationId: "1234567"
            repository: shop
            repositoryId: "7654321"
            environment: production
            workflow: example/shop/.github/workflows/deploy.yml@refs/heads/main
"""
_PERMISSIONS = (
    "          permissions:\n            - {service: dynamodb, actions: [GetItem], resources: [table/shop]}\n"
)
_PARTY = """      organizationPerimeter:
        thirdParties:
          - {account: "999988887777", role: Collector, externalId: shop-1, expires: "2027-06-30"}
"""


def _deployment(pipeline: str, deploys: str = _DEPLOYS, account: str = "audit") -> str:
    return (
        f"    machineAccess:\n      deploymentRoles:\n        shop:\n          account: {account}\n{pipeline}{deploys}"
    )


def _access(who: str, permissions: str = _PERMISSIONS) -> str:
    return f"    machineAccess:\n      crossAccountRoles:\n        inventory:\n          accounts: [audit]\n{who}{permissions}"


def _workload(text: str, permissions: str = _PERMISSIONS) -> str:
    return f"    machineAccess:\n      workloadRoles:\n        orders:\n{text}{permissions}"


def _case(name: str, block: str, *errors: str) -> Case:
    return Case(name, "Pulumi.prod.yaml", _LAST, _LAST + block, errors)


CASES = (
    _case(
        "no pipeline",
        _deployment(""),
        "Pulumi.prod.yaml:51:11: guardrails:baseline.machineAccess.deploymentRoles.shop: found no pipeline, expected exactly one of github, gitlab, bitbucket, oidc; write one role for each",
    ),
    _case(
        "token without subject",
        _deployment("          oidc: {issuer: app.terraform.io, audience: aws.workload.identity}\n"),
        "Pulumi.prod.yaml:52:11: guardrails:baseline.machineAccess.deploymentRoles.shop.oidc.subject: found nothing, expected the exact subject of the token, 8 characters or more; add subject",
    ),
    _case(
        "any subject",
        _deployment('          oidc: {issuer: app.terraform.io, audience: aws.workload.identity, subject: "*"}\n'),
        'Pulumi.prod.yaml:52:86: guardrails:baseline.machineAccess.deploymentRoles.shop.oidc.subject: found "*", expected the exact subject of the token, 8 characters or more; write it without wildcard',
    ),
    _case(
        "subject with a wildcard",
        _deployment(
            '          oidc: {issuer: app.terraform.io, audience: aws.workload.identity, subject: "organization:example:*"}\n'
        ),
        'Pulumi.prod.yaml:52:86: guardrails:baseline.machineAccess.deploymentRoles.shop.oidc.subject: found "organization:example:*", expected the exact subject of the token, 8 characters or more; write it without wildcard',
    ),
    _case(
        "any token of a repository",
        _deployment(
            '          oidc: {issuer: token.actions.githubusercontent.com, audience: sts.amazonaws.com, subject: "repo:o/r:*"}\n'
        ),
        'Pulumi.prod.yaml:52:26: guardrails:baseline.machineAccess.deploymentRoles.shop.oidc.issuer: found "token.actions.githubusercontent.com", expected an issuer\'s host and path without https://, and none of GitHub, GitLab.com and Bitbucket; use github, gitlab or bitbucket for these',
        'Pulumi.prod.yaml:52:101: guardrails:baseline.machineAccess.deploymentRoles.shop.oidc.subject: found "repo:o/r:*", expected the exact subject of the token, 8 characters or more; write it without wildcard',
    ),
    _case(
        "any audience",
        _deployment(
            '          oidc: {issuer: app.terraform.io, audience: "*", subject: "organization:example:workspace:shop"}\n'
        ),
        'Pulumi.prod.yaml:52:54: guardrails:baseline.machineAccess.deploymentRoles.shop.oidc.audience: found "*", expected the audience of the token, such as sts.amazonaws.com; name it without wildcard',
    ),
    _case(
        "any environment",
        _deployment(_GITHUB.replace("environment: production", 'environment: "*"')),
        'Pulumi.prod.yaml:57:26: guardrails:baseline.machineAccess.deploymentRoles.shop.github.environment: found "*", expected the name of one environment; name it without wildcard',
    ),
    _case(
        "any repository",
        _deployment(_GITHUB.replace("repository: shop", 'repository: "*"')),
        'Pulumi.prod.yaml:55:25: guardrails:baseline.machineAccess.deploymentRoles.shop.github.repository: found "*", expected the name of one repository, without its owner; name it without wildcard',
    ),
    _case(
        "repository without its id",
        _deployment(_GITHUB.replace('            repositoryId: "7654321"\n', "")),
        "Pulumi.prod.yaml:52:11: guardrails:baseline.machineAccess.deploymentRoles.shop.github.repositoryId: found nothing, expected an id of digits in double quotes; add repositoryId",
    ),
    _case(
        "repository id without quotes",
        _deployment(_GITHUB.replace('"7654321"', "7654321")),
        'Pulumi.prod.yaml:56:27: guardrails:baseline.machineAccess.deploymentRoles.shop.github.repositoryId: found 7654321 without quotes, which is read as a number, expected an id of digits in double quotes; write "7654321"',
    ),
    _case(
        "workflow at any ref",
        _deployment(_GITHUB.replace("refs/heads/main", "*")),
        'Pulumi.prod.yaml:58:23: guardrails:baseline.machineAccess.deploymentRoles.shop.github.workflow: found "example/shop/.github/workflows/deploy.yml@*", expected OWNER/REPOSITORY/.github/workflows/FILE.yml@refs/heads/BRANCH; name one workflow file at one protected branch or tag',
    ),
    _case(
        "two pipelines",
        _deployment(
            _GITHUB + '          gitlab: {project: example/shop, projectId: "42", branch: main, audience: aws}\n'
        ),
        "Pulumi.prod.yaml:51:11: guardrails:baseline.machineAccess.deploymentRoles.shop: found github and gitlab, expected exactly one of github, gitlab, bitbucket, oidc; write one role for each",
    ),
    _case(
        "any branch",
        _deployment('          gitlab: {project: example/shop, projectId: "42", branch: "*", audience: aws}\n'),
        'Pulumi.prod.yaml:52:68: guardrails:baseline.machineAccess.deploymentRoles.shop.gitlab.branch: found "*", expected one branch or tag, without refs/heads/; name it without wildcard',
    ),
    _case(
        "unknown account of a pipeline",
        _deployment(_GITHUB, account="audti"),
        'Pulumi.prod.yaml:51:20: guardrails:baseline.machineAccess.deploymentRoles.shop.account: found "audti", expected a key under accounts; did you mean audit?',
    ),
    _case(
        "pipeline for the management account",
        _deployment(_GITHUB, account="management"),
        'Pulumi.prod.yaml:51:20: guardrails:baseline.machineAccess.deploymentRoles.shop.account: found "management", the management account, expected a member account; choose another: no guardrail binds that account, and nothing but the organization belongs there',
    ),
    _case(
        "pipeline that deploys everything",
        _deployment(_GITHUB, '          deploys:\n            - {kind: lambda, names: ["*"]}\n'),
        'Pulumi.prod.yaml:60:38: guardrails:baseline.machineAccess.deploymentRoles.shop.deploys[0].names[0]: found "*", expected a name, or its first 3 characters or more with a star, that doesn\'t take in guardrails-*; name what the pipeline owns: shop-*',
    ),
    _case(
        "pipeline that deploys the baseline",
        _deployment(_GITHUB, "          deploys:\n            - {kind: s3Site, names: [guardrails-*]}\n"),
        'Pulumi.prod.yaml:60:38: guardrails:baseline.machineAccess.deploymentRoles.shop.deploys[0].names[0]: found "guardrails-*", expected a name, or its first 3 characters or more with a star, that doesn\'t take in guardrails-*; name what the pipeline owns: shop-*',
    ),
    _case(
        "pipeline that deploys what nobody knows",
        _deployment(_GITHUB, "          deploys:\n            - {kind: admin, names: [shop-*]}\n"),
        'Pulumi.prod.yaml:60:22: guardrails:baseline.machineAccess.deploymentRoles.shop.deploys[0].kind: found "admin", expected one of cloudformationStacks, cloudfrontInvalidation, ecrPush, ecs, lambda, s3Site; choose one of cloudformationStacks, cloudfrontInvalidation, ecrPush, ecs, lambda, s3Site',
    ),
    _case(
        "pipeline for thirteen hours",
        _deployment(_GITHUB, _DEPLOYS + "          sessionHours: 13\n"),
        "Pulumi.prod.yaml:61:25: guardrails:baseline.machineAccess.deploymentRoles.shop.sessionHours: found 13, expected a whole number from 1 to 12; correct it",
    ),
    _case(
        "any caller",
        _access('          callers:\n            - {account: audit, role: "*"}\n'),
        'Pulumi.prod.yaml:53:38: guardrails:baseline.machineAccess.crossAccountRoles.inventory.callers[0].role: found "*", expected a role\'s name, with its path: teams/Finance; name each role: no wildcard, no ARN',
    ),
    _case(
        "caller of any account",
        _access('          callers:\n            - {account: "*", role: Inventory}\n'),
        'Pulumi.prod.yaml:53:25: guardrails:baseline.machineAccess.crossAccountRoles.inventory.callers[0].account: found "*", expected a lower-case letter, then up to 39 lower-case letters, digits or hyphens; correct it',
    ),
    _case(
        "caller of an unknown account",
        _access("          callers:\n            - {account: elsewhere, role: Inventory}\n"),
        'Pulumi.prod.yaml:53:25: guardrails:baseline.machineAccess.crossAccountRoles.inventory.callers[0].account: found "elsewhere", expected a key under accounts; choose one of audit, log-archive, management',
    ),
    _case(
        "role that nobody may assume",
        _access(""),
        "Pulumi.prod.yaml:51:11: guardrails:baseline.machineAccess.crossAccountRoles.inventory: found nobody, expected callers or thirdParties; name who assumes it",
    ),
    _case(
        "unknown third party",
        _access('          thirdParties: ["999988887777"]\n'),
        'Pulumi.prod.yaml:52:26: guardrails:baseline.machineAccess.crossAccountRoles.inventory.thirdParties[0]: found "999988887777", expected an account under guardrails.organizationPerimeter.thirdParties; add it there, with role, externalId and expires',
    ),
    _case(
        "permission over everything",
        _access(
            "          callers:\n            - {account: audit, role: Inventory}\n",
            '          permissions:\n            - {service: s3, actions: [GetObject], resources: ["*"]}\n',
        ),
        "Pulumi.prod.yaml:55:15: guardrails:baseline.machineAccess.crossAccountRoles.inventory.permissions[0]: found a mapping, expected resources by name; `*` is for Describe and List actions alone; name the resources, or split it in two",
    ),
    _case(
        "permission over rights",
        _access(
            "          callers:\n            - {account: audit, role: Inventory}\n",
            "          permissions:\n            - {service: iam, actions: [PutRolePolicy], resources: [role/x]}\n",
        ),
        'Pulumi.prod.yaml:55:25: guardrails:baseline.machineAccess.crossAccountRoles.inventory.permissions[0].service: found "iam", expected a service\'s prefix, and none of account, iam, identitystore, organizations, sso, sts; leave rights to the deployer',
    ),
    _case(
        "every action",
        _access(
            "          callers:\n            - {account: audit, role: Inventory}\n",
            '          permissions:\n            - {service: s3, actions: ["*"], resources: [shop/*]}\n',
        ),
        'Pulumi.prod.yaml:55:39: guardrails:baseline.machineAccess.crossAccountRoles.inventory.permissions[0].actions[0]: found "*", expected an action without its service: GetItem, or BatchGet* with a star at the end; name the actions',
    ),
    _case(
        "any service",
        _workload('          account: audit\n          service: "*"\n'),
        'Pulumi.prod.yaml:52:20: guardrails:baseline.machineAccess.workloadRoles.orders.service: found "*", expected one of ecs-tasks.amazonaws.com, events.amazonaws.com, lambda.amazonaws.com, scheduler.amazonaws.com, states.amazonaws.com; choose one of ecs-tasks.amazonaws.com, events.amazonaws.com, lambda.amazonaws.com, scheduler.amazonaws.com, states.amazonaws.com',
    ),
    _case(
        "service that says nothing of its source",
        _workload("          account: audit\n          service: ec2.amazonaws.com\n"),
        'Pulumi.prod.yaml:52:20: guardrails:baseline.machineAccess.workloadRoles.orders.service: found "ec2.amazonaws.com", expected one of ecs-tasks.amazonaws.com, events.amazonaws.com, lambda.amazonaws.com, scheduler.amazonaws.com, states.amazonaws.com; did you mean states.amazonaws.com?',
    ),
    _case(
        "any source",
        _workload('          account: audit\n          service: lambda.amazonaws.com\n          sources: ["*"]\n'),
        'Pulumi.prod.yaml:53:21: guardrails:baseline.machineAccess.workloadRoles.orders.sources[0]: found "*", expected an ARN\'s end with its kind: function:shop-orders, stateMachine:shop-*; name kind and source',
    ),
    _case(
        "workload of an unknown account",
        _workload("          account: shop\n          service: lambda.amazonaws.com\n"),
        'Pulumi.prod.yaml:51:20: guardrails:baseline.machineAccess.workloadRoles.orders.account: found "shop", expected a key under accounts; choose one of audit, log-archive, management',
    ),
    _case(
        "workload in the management account",
        _workload("          account: management\n          service: lambda.amazonaws.com\n"),
        'Pulumi.prod.yaml:51:20: guardrails:baseline.machineAccess.workloadRoles.orders.account: found "management", the management account, expected a member account; choose another: no guardrail binds that account, and nothing but the organization belongs there',
    ),
    _case(
        "role without permissions",
        _workload("          account: audit\n          service: lambda.amazonaws.com\n", ""),
        "Pulumi.prod.yaml:50:9: guardrails:baseline.machineAccess.workloadRoles.orders.permissions: found nothing, expected a list with at least one item; add permissions",
    ),
    _case(
        "key with a dot",
        _workload("          account: audit\n          service: lambda.amazonaws.com\n").replace(
            "orders:", "shop.orders:"
        ),
        'Pulumi.prod.yaml:50:9: guardrails:baseline.machineAccess.workloadRoles."shop.orders": found the name "shop.orders", expected a lower-case letter, then up to 39 lower-case letters, digits or hyphens; rename it',
    ),
    Case(
        "third party without external id",
        "Pulumi.prod.yaml",
        "    presets:\n",
        _PARTY.replace("externalId: shop-1, ", "") + "    presets:\n",
        (
            "Pulumi.prod.yaml:29:13: guardrails:baseline.guardrails.organizationPerimeter.thirdParties[0].externalId: found nothing, expected 2 to 1224 letters, digits and _+=,.@:/-; add externalId",
        ),
    ),
    Case(
        "third party of any account",
        "Pulumi.prod.yaml",
        "    presets:\n",
        _PARTY.replace('"999988887777"', '"*"') + "    presets:\n",
        (
            'Pulumi.prod.yaml:29:23: guardrails:baseline.guardrails.organizationPerimeter.thirdParties[0].account: found "*", expected 12 digits in double quotes; write all 12 digits',
        ),
    ),
    Case(
        "third party until a number of seconds",
        "Pulumi.prod.yaml",
        "    presets:\n",
        _PARTY.replace("2027-06-30", "1893456000") + "    presets:\n",
        (
            'Pulumi.prod.yaml:29:85: guardrails:baseline.guardrails.organizationPerimeter.thirdParties[0].expires: found "1893456000", expected a day in double quotes, "2027-06-30"; correct it',
        ),
    ),
    Case(
        "third party whose time is over",
        "Pulumi.prod.yaml",
        "    presets:\n",
        _PARTY.replace("2027-06-30", "2026-06-30") + "    presets:\n",
        (
            'Pulumi.prod.yaml:29:85: guardrails:baseline.guardrails.organizationPerimeter.thirdParties[0].expires: found "2026-06-30", which is past: the third party is locked out, expected 2026-07-01 or later; remove the third party, or have it approved again',
        ),
    ),
)
