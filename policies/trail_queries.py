"""Saved queries over the trail's log group: the first questions of an incident, ready to run.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
"""

from dataclasses import dataclass

PREFIX = "guardrails/"
"""A folder of the console's list of saved queries."""
_WHO = "@timestamp, recipientAccountId, awsRegion, userIdentity.arn"
_WHAT = "eventSource, eventName, errorCode, sourceIPAddress, userAgent"


@dataclass(frozen=True, kw_only=True)
class TrailQuery:
    """A question and the query that answers it; words in capitals are replaced by whoever asks."""

    id: str
    """Lower-case words joined by hyphens."""
    question: str
    text: str

    @property
    def name(self) -> str:
        """Its name in CloudWatch Logs Insights."""
        return PREFIX + self.id


QUERIES = (
    TrailQuery(
        id="root",
        question="Who was root, where from, and what did they do?",
        # `invokedBy`: a service acts for the account, and nobody signed in.
        text=f"""fields {_WHO}, {_WHAT}
| filter userIdentity.type = "Root" and not ispresent(userIdentity.invokedBy) and eventType != "AwsServiceEvent"
| sort @timestamp asc
| limit 1000""",
    ),
    TrailQuery(
        id="assumed-root",
        question="Who opened a root session of which account, for which task?",
        text="""fields @timestamp, userIdentity.arn, requestParameters.targetPrincipal, \
requestParameters.taskPolicyArn.arn, responseElements.credentials.accessKeyId, errorCode, sourceIPAddress
| filter eventSource = "sts.amazonaws.com" and eventName = "AssumeRoot"
| sort @timestamp asc
| limit 1000""",
    ),
    TrailQuery(
        id="denied-by-guardrails",
        question="What did the organization's policies deny, to whom, how often? `guardrails explain` says by which.",
        text="""fields @timestamp
| filter errorMessage like /with an explicit deny in a (service|resource) control policy/
| parse errorMessage /explicit deny in a (?<layer>(service|resource) control policy)/
| stats count(*) as refusals, earliest(@timestamp) as first, latest(@timestamp) as last \
by layer, eventSource, eventName, userIdentity.arn, recipientAccountId
| sort refusals desc
| limit 1000""",
    ),
    TrailQuery(
        id="session",
        question="What did this session do? Put in the access key id that the alert or the record shows.",
        text=f"""fields {_WHO}, {_WHAT}
| filter userIdentity.accessKeyId = "ACCESS_KEY_ID"
| sort @timestamp asc
| limit 10000""",
    ),
    TrailQuery(
        id="session-origin",
        question="Who started this session? The record that issued its key; ask again with that caller's key.",
        text="""fields @timestamp, recipientAccountId, eventName, userIdentity.arn, userIdentity.accessKeyId, \
requestParameters.roleArn, requestParameters.roleSessionName, sourceIPAddress, userAgent
| filter eventSource = "sts.amazonaws.com" and responseElements.credentials.accessKeyId = "ACCESS_KEY_ID"
| sort @timestamp asc
| limit 1000""",
    ),
    TrailQuery(
        id="person",
        question="What did this person of IAM Identity Center do, in every account?",
        text=f"""fields {_WHO}, {_WHAT}
| filter userIdentity.onBehalfOf.userId = "USER_ID" or userIdentity.arn like /AWSReservedSSO_[^\\/]+\\/USER_NAME$/
| sort @timestamp asc
| limit 10000""",
    ),
    TrailQuery(
        id="address",
        question="Who else came from this address?",
        text="""fields @timestamp
| filter sourceIPAddress = "IP_ADDRESS"
| stats count(*) as calls, earliest(@timestamp) as first, latest(@timestamp) as last \
by userIdentity.arn, recipientAccountId, userAgent
| sort calls desc
| limit 1000""",
    ),
    TrailQuery(
        id="lasting-access",
        question="Which ways in were made that outlive a session: users, keys, passwords, trusts, providers?",
        text=f"""fields {_WHO}, {_WHAT}, requestParameters.userName, requestParameters.roleName
| filter eventSource in ["iam.amazonaws.com", "rolesanywhere.amazonaws.com", "account-access.amazonaws.com"]
| filter not ispresent(errorCode)
| filter eventName in ["CreateUser", "CreateLoginProfile", "UpdateLoginProfile", "CreateAccessKey", "CreateRole", \
"UpdateAssumeRolePolicy", "CreateSAMLProvider", "UpdateSAMLProvider", "CreateOpenIDConnectProvider", \
"AddClientIDToOpenIDConnectProvider", "UploadSSHPublicKey", "CreateServiceSpecificCredential", \
"ResetServiceSpecificCredential", "UploadSigningCertificate", "UpdateAccessKey", "AcceptDelegationRequest", \
"UpdateOpenIDConnectProviderThumbprint", "EnableOutboundWebIdentityFederation", "CreateTrustAnchor", \
"UpdateTrustAnchor", "CreateEntitlement", "CreateVirtualMFADevice", "EnableMFADevice", "DeactivateMFADevice"]
| sort @timestamp asc
| limit 1000""",
    ),
    TrailQuery(
        id="silenced",
        question="Did anybody touch what would have told us: trail, alarms, topics, rules, detectors?",
        text=f"""fields {_WHO}, {_WHAT}
| filter eventName like /^(Add|Dea|Del|Dis|Enable|Purge|Put|Remove|Schedule|Set|Stop|Subscribe|Unsubscribe|Update)/
| filter eventSource in ["cloudtrail.amazonaws.com", "logs.amazonaws.com", "monitoring.amazonaws.com", \
"sns.amazonaws.com", "sqs.amazonaws.com", "events.amazonaws.com", "chatbot.amazonaws.com", "kms.amazonaws.com", \
"observabilityadmin.amazonaws.com", "guardduty.amazonaws.com", "securityhub.amazonaws.com", \
"config.amazonaws.com", "access-analyzer.amazonaws.com"]
| filter not ispresent(userIdentity.invokedBy)
| sort @timestamp asc
| limit 1000""",
    ),
)
