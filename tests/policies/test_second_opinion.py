"""Another linter agrees that the catalogue's documents are in order; planted defects show that it can disagree."""

import pytest

from policies.boundaries.documents import boundary_documents
from policies.deploys import Deploy, Deploys, deployment_permissions
from policies.example import CONTEXT
from policies.examples import document
from policies.guardrail import Guardrail
from policies.guardrails import catalogue
from policies.permission_sets import presets
from policies.types import PolicyType
from tests.policies.second_opinion import second_opinion

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
TYPES = {PolicyType.SCP: SCP, PolicyType.RCP: RCP}


def planted(policy_type=SCP, **more):
    statement = {"Sid": "Planted", "Effect": "Deny", "Action": ["s3:PutObject"], "Resource": ["*"]} | more
    return {"Version": "2012-10-17", "Statement": [statement]}, policy_type


PLANTED = {
    "invalid_action": planted(Action=["s3:PutObjct"]),
    "unknown service accessanalyzer": planted(Action=["accessanalyzer:Delete*"]),
    "invalid_condition_key": planted(Condition={"StringEquals": {"s3:prefixx": "x"}}),
    "unsupported_rcp_service": planted(RCP, Action=["ec2:StopInstances"], Principal="*"),
    "resource_mismatch": planted(Resource=["arn:aws:s3:::bucket"]),
    "invalid_operator": planted(Condition={"StringEqualz": {"aws:PrincipalOrgID": "x"}}),
    "set_operator_on_single_valued_key": planted(Condition={"ForAnyValue:StringEquals": {"aws:PrincipalOrgID": "x"}}),
}


def project_documents():
    documents = {
        f"catalogue/{name}": (document(entry, CONTEXT).as_dict(), TYPES[entry.policy_type])
        for name, entry in catalogue().items()
        if isinstance(entry, Guardrail)
    }
    identity = boundary_documents("aws", "111122223333") | {
        f"set/{name}": preset.inline for name, preset in presets("aws").items() if preset.inline
    }
    everything = tuple(Deploy(kind=kind, names=("shop-*",)) for kind in Deploys)
    identity["deployment"] = deployment_permissions("aws", "111122223333", everything)
    return documents | {
        f"identity/{name}": (document.as_dict(), "IDENTITY_POLICY") for name, document in identity.items()
    }


@pytest.fixture(scope="module")
def said():
    """What is said of all documents, asked once: writing what the linter knows of AWS takes seconds."""
    return second_opinion(PLANTED | {"sound": planted()} | project_documents())


def test_the_second_opinion_has_nothing_to_say_about_the_projects_documents(said):
    assert len(project_documents()) > 2
    assert [line for line in said if line.startswith(("catalogue/", "identity/"))] == []


@pytest.mark.parametrize("issue", sorted(PLANTED))
def test_the_second_opinion_reports_a_planted_defect(said, issue):
    assert any(line.startswith(f"{issue}: ") and issue in line.removeprefix(f"{issue}: ") for line in said), said


def test_the_second_opinion_has_nothing_to_say_about_a_sound_document(said):
    assert [line for line in said if line.startswith("sound: ")] == []
