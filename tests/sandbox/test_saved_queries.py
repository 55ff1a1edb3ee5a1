"""Saved queries in the local AWS."""

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.client import LocalAws

ACCOUNT = "111122223333"


def test_queries_are_kept_changed_and_deleted(tmp_path):
    with LocalAws(ACCOUNT, tmp_path / "state") as aws:
        logs, elsewhere = (aws.client("logs", region, ACCOUNT) for region in ("eu-west-1", "eu-central-1"))
        made = logs.put_query_definition(name="a/b", queryString="fields @message", logGroupNames=["trail"])
        identity = made["queryDefinitionId"]
        logs.put_query_definition(name="c", queryString="fields @timestamp")
        logs.put_query_definition(queryDefinitionId=identity, name="a/b", queryString="limit 1")
        (found,) = logs.describe_query_definitions(queryDefinitionNamePrefix="a/")["queryDefinitions"]
        assert (found["queryDefinitionId"], found["queryString"], found["logGroupNames"]) == (identity, "limit 1", [])
        assert elsewhere.describe_query_definitions()["queryDefinitions"] == []
        logs.delete_query_definition(queryDefinitionId=identity)
        assert [each["name"] for each in logs.describe_query_definitions()["queryDefinitions"]] == ["c"]
        with pytest.raises(ClientError, match="ResourceNotFoundException"):
            logs.delete_query_definition(queryDefinitionId=identity)
        with pytest.raises(ClientError, match="ResourceNotFoundException"):
            logs.put_query_definition(queryDefinitionId=identity, name="a", queryString="limit 1")
        with pytest.raises(ClientError, match="InvalidParameterException"):
            logs.put_query_definition(name="a", queryString="x" * 10_001)
