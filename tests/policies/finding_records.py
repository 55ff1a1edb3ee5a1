"""Events of AWS's own services as they document them, each with the rules of the hub that must hear it.

https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html
https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html
"""

import copy

from policies.example import AUDIT, MANAGEMENT, MEMBER
from tests.policies.cloudtrail_records import record, session

HOME, SECOND, GLOBAL = "eu-west-1", "eu-central-1", "us-east-1"
OUTSIDE = "999988887777"
OWN = (AUDIT, MANAGEMENT, MEMBER)
QUARANTINE = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"


def event(service, kind, account, region, detail):
    return {
        "version": "0",
        "id": "cd2d702e-ab31-411b-9344-793ce56b1bc7",
        "detail-type": kind,
        "source": f"aws.{service}",
        "account": account,
        "time": "2026-11-25T10:00:00Z",
        "region": region,
        "resources": [],
        "detail": detail,
    }


def threat(severity=8, *, archived=False, title="Credentials were used from outside", more=None, **detail):
    """In the administrator's account, about a member's."""
    finding = {
        "schemaVersion": "2.0",
        "accountId": MEMBER,
        "region": HOME,
        "partition": "aws",
        "id": "16afba5c5c43e07c9e3e5e2e544e95df",
        "arn": f"arn:aws:guardduty:{HOME}:{MEMBER}:detector/1234/finding/16afba5c5c43e07c9e3e5e2e544e95df",
        "type": "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
        "resource": {
            "resourceType": "AccessKey",
            "accessKeyDetails": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "userName": "shop-orders"},
        },
        "service": {
            "serviceName": "guardduty",
            "action": {
                "actionType": "AWS_API_CALL",
                "awsApiCallAction": {"api": "ListBuckets", "remoteIpDetails": {"ipAddressV4": "198.51.100.7"}},
            },
            "additionalInfo": {"value": "{}", "type": "default", **(more or {})},
            "eventFirstSeen": "2026-11-25T09:50:00Z",
            "eventLastSeen": "2026-11-25T09:58:00Z",
            "archived": archived,
            "count": 12,
        },
        "severity": severity,
        "createdAt": "2026-11-25T09:58:00.000Z",
        "updatedAt": "2026-11-25T09:58:00.000Z",
        "title": title,
        "description": 'Credentials of "shop-orders" were used from outside.',
        **detail,
    }
    return event("guardduty", "GuardDuty Finding", AUDIT, HOME, finding)


def access(principal, *, public=False, resource="arn:aws:s3:::exampleorg1-shop-site", **detail):
    finding = {
        "version": "1.0",
        "id": "22222222-dcba-4444-dcba-333333333333",
        "accountId": MEMBER,
        "region": SECOND,
        "status": "ACTIVE",
        "isDeleted": False,
        "isPublic": public,
        "principal": principal,
        "action": ["s3:GetObject", "s3:ListBucket"],
        "condition": {},
        "resource": resource,
        "resourceType": "AWS::S3::Bucket",
        "createdAt": "2026-11-25T04:58:50Z",
        "analyzedAt": "2026-11-25T09:22:22Z",
        "updatedAt": "2026-11-25T09:14:07Z",
        **detail,
    }
    return event("access-analyzer", "Access Analyzer Finding", MEMBER, SECOND, finding)


def risk(code="AWS_RISK_CREDENTIALS_EXPOSED", kind="AWS Health Event", **detail):
    about = {
        "eventArn": f"arn:aws:health:{GLOBAL}::event/RISK/{code}/{code}_0123456789",
        "service": "RISK",
        "eventTypeCode": code,
        "eventTypeCategory": "issue",
        "eventScopeCode": "ACCOUNT_SPECIFIC",
        "communicationId": "1234abc01232a4012345678",
        "startTime": "Wed, 25 Nov 2026 09:55:00 GMT",
        "lastUpdatedTime": "Wed, 25 Nov 2026 09:56:00 GMT",
        "statusCode": "open",
        "eventRegion": "global",
        "eventDescription": [{"language": "en_US", "latestDescription": "An access key is exposed."}],
        "affectedEntities": [{"entityValue": "AKIAIOSFODNN7EXAMPLE"}],
        "affectedAccount": MEMBER,
        "page": "1",
        "totalPages": "1",
        **detail,
    }
    return event("health", kind, MEMBER, GLOBAL, about)


def attached(policy=QUARANTINE, name="AttachUserPolicy", source="iam", **more):
    parameters = {"userName": "robot", "policyArn": policy}
    return record(source, name, session("Developer", MEMBER), parameters=parameters, **more)


def imported(product="Vendor", label="CRITICAL", *, workflow="NEW", state="ACTIVE", status=None, others=()):
    finding = {
        "SchemaVersion": "2018-10-08",
        "Id": f"arn:aws:securityhub:{SECOND}:{MEMBER}:finding/12345678-1234-1234-1234-123456789012",
        "ProductArn": f"arn:aws:securityhub:{SECOND}::product/vendor/vendor",
        "ProductName": product,
        "Region": SECOND,
        "GeneratorId": "rule-42",
        "AwsAccountId": MEMBER,
        "Types": ["TTPs/Initial Access"],
        "Severity": {"Label": label, "Normalized": 90},
        "Title": "A web shell",
        "Description": "Somebody's web shell",
        "Resources": [{"Type": "AwsEc2Instance", "Id": f"arn:aws:ec2:{SECOND}:{MEMBER}:instance/i-99999999"}],
        "WorkflowState": "NEW",
        "Workflow": {"Status": workflow},
        "RecordState": state,
    }
    if status is not None:
        finding["Compliance"] = {"Status": status, "SecurityControlId": "IAM.4"}
    kind = "Security Hub Findings - Imported"
    return event("securityhub", kind, AUDIT, HOME, {"findings": [finding, *others]})


def anomaly(impact=1001, kind="Anomaly Detected"):
    """https://docs.aws.amazon.com/cost-management/latest/userguide/cad-eventbridge.html"""
    cause = {"linkedAccount": MEMBER, "region": "us-west-2", "service": "Amazon Elastic Compute Cloud - Compute"}
    found = {
        "accountName": "Example Management",
        "anomalyEndDate": "2026-11-25T00:00:00Z",
        "anomalyId": "12345678-abcd-ef12-3456-987654321a12",
        "anomalyScore": {"currentScore": 0.47, "maxScore": 0.47},
        "anomalyStartDate": "2026-11-24T00:00:00Z",
        "dimensionValue": "Amazon Elastic Compute Cloud - Compute",
        "impact": {
            "maxImpact": impact,
            "totalActualSpend": 300 + impact,
            "totalExpectedSpend": 300,
            "totalImpact": impact,
            "totalImpactPercentage": 333.67,
        },
        "rootCauses": [{**cause, "usageType": "BoxUsage:p5.48xlarge", "impact": {"contribution": 601}}],
        "accountId": MANAGEMENT,
        "monitorName": "Default-Services-Monitor",
    }
    return event("ce", kind, MANAGEMENT, GLOBAL, found)


def lacking(found, *path):
    """The event without one of its fields."""
    changed = copy.deepcopy(found)
    *above, last = path
    node = changed
    for key in above:
        node = node[key]
    del node[last]
    return changed


SSO_ROLE = (
    f"arn:aws:iam::{MEMBER}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_ReadOnly_0123456789abcdef"
)
PROVIDER = {"Federated": f"arn:aws:iam::{MEMBER}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"}
STRANGER = {"AWS": OUTSIDE}
HEARD = {
    "a threat": (threat(), {"threat"}),
    "the least that is high": (threat(7), {"threat"}),
    "a critical threat": (threat(9.5), {"threat"}),
    "a threat that doesn't say whether it is archived": (
        lacking(threat(), "detail", "service", "archived"),
        {"threat"},
    ),
    "a threat without a title": (lacking(threat(), "detail", "title"), {"threat"}),
    "a threat that says that it is no sample": (threat(more={"sample": False}), {"threat"}),
    "a public bucket": (access({"AWS": "*"}, public=True), {"public-access"}),
    "a public resource that isn't said to be there": (
        lacking(access({"AWS": "*"}, public=True), "detail", "isDeleted"),
        {"public-access"},
    ),
    "an account outside": (access(STRANGER), {"external-access"}),
    "a role outside": (access({"AWS": f"arn:aws:iam::{OUTSIDE}:role/Collector"}), {"external-access"}),
    "another's identity provider": (
        access({"Federated": "accounts.google.com"}, resource=f"arn:aws:iam::{MEMBER}:role/Web"),
        {"external-access"},
    ),
    "a resource that can't be analyzed": (
        lacking(lacking(access(STRANGER, error="ACCESS_DENIED"), "detail", "isPublic"), "detail", "principal"),
        {"external-access"},
    ),
    "access that isn't said to be there": (lacking(access(STRANGER), "detail", "isDeleted"), {"external-access"}),
    "an exposed key": (risk(), {"exposed-credentials"}),
    "a key that may be exposed": (risk("AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED"), {"exposed-credentials"}),
    "a risk told as abuse": (risk(kind="AWS Health Abuse Event"), {"exposed-credentials"}),
    "a risk without a state": (lacking(risk(), "detail", "statusCode"), {"exposed-credentials"}),
    "a user in quarantine": (attached(), {"quarantined"}),
    "a role in quarantine": (attached(name="AttachRolePolicy"), {"quarantined"}),
    "a group in quarantine, in China": (
        attached(QUARANTINE.replace("aws:iam", "aws-cn:iam").removesuffix("V3"), "AttachGroupPolicy"),
        {"quarantined"},
    ),
    "a vendor's critical finding": (imported(), {"detected"}),
    "a vendor's high finding": (imported(label="HIGH"), {"to-repair"}),
    "a critical vulnerability": (imported("Inspector"), {"to-repair"}),
    "unusual spending": (anomaly(), {"cost-anomaly"}),
    "the least that is told": (anomaly(100), {"cost-anomaly"}),
    "a critical check that failed": (imported("Security Hub", status="FAILED"), {"to-repair"}),
}

QUIET = {
    "a threat of medium severity": threat(6.9),
    "a threat that is archived": threat(archived=True),
    "a sample": threat(title="[SAMPLE] Credentials were used from outside"),
    "a sample by its field": threat(more={"sample": True}),
    "another event of GuardDuty": {**threat(), "detail-type": "GuardDuty Runtime Protection Unhealthy"},
    "public access that is archived": access({"AWS": "*"}, public=True, status="ARCHIVED"),
    "public access whose finding is deleted": access({"AWS": "*"}, public=True, isDeleted=True),
    "access that was taken back": access(STRANGER, status="RESOLVED"),
    "access whose finding is deleted": access(STRANGER, isDeleted=True),
    "access that is previewed": {**access(STRANGER), "detail-type": "Access Preview State Change"},
    "public access that is previewed": {
        **access({"AWS": "*"}, public=True),
        "detail-type": "Access Preview State Change",
    },
    "another event of AWS Health": risk("AWS_EC2_INSTANCE_STOP_SCHEDULED"),
    "a risk that is over": risk(statusCode="closed"),
    "a risk in another kind of event": {**risk(), "detail-type": "AWS Health Aggregate Event"},
    "another policy is attached": attached("arn:aws:iam::aws:policy/ReadOnlyAccess"),
    "a policy of that name of one's own": attached(f"arn:aws:iam::{MEMBER}:policy/AWSCompromisedKeyQuarantineV3"),
    "the quarantine is detached": attached(name="DetachUserPolicy"),
    "an attachment elsewhere": attached(source="elsewhere"),
    "a vendor's medium finding": imported(label="MEDIUM"),
    "a finding that somebody has": imported(workflow="NOTIFIED"),
    "a finding that somebody repairs": imported(label="HIGH", workflow="NOTIFIED"),
    "a finding that is over": imported(state="ARCHIVED"),
    "something to repair that is over": imported(label="HIGH", state="ARCHIVED"),
    "GuardDuty's in Security Hub": imported("GuardDuty"),
    "Access Analyzer's in Security Hub": imported("IAM Access Analyzer", "HIGH"),
    "a high vulnerability": imported("Inspector", "HIGH"),
    "a high check that failed": imported("Security Hub", "HIGH", status="FAILED"),
    "a critical check that passed": imported("Security Hub", status="PASSED"),
    "a finding that only together with another would be one": imported(
        workflow="NOTIFIED", others=imported(label="LOW")["detail"]["findings"]
    ),
    "another event about costs": anomaly(kind="Budget Exceeded"),
    "another event of Security Hub": {**imported(), "detail-type": "Security Hub Insight Results"},
    "another event of Security Hub about repairs": {
        **imported(label="HIGH"),
        "detail-type": "Security Hub Insight Results",
    },
}
EXPECTED = {
    "Identity Center's own role": access(PROVIDER, resource=SSO_ROLE, resourceType="AWS::IAM::Role"),
    "another account of the stack": access({"AWS": MANAGEMENT}),
    "unusual spending of a few dollars": anomaly(99.5),
    "a role of the stack": access({"AWS": f"arn:aws:iam::{AUDIT}:role/Inventory"}),
}
"""Forwarded like all external access, and told by no rule."""
