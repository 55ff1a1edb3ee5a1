"""Keys in the local AWS."""

from sandbox.aws.client import LocalAws

ACCOUNT = "111122223333"


def test_a_key_says_whether_it_is_of_one_region(tmp_path):
    with LocalAws(ACCOUNT, tmp_path / "state") as aws:
        kms = aws.client("kms", "eu-west-1", ACCOUNT)
        one, several = (kms.create_key(**wanted)["KeyMetadata"] for wanted in ({}, {"MultiRegion": True}))
        told = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["MultiRegion"] for key in (one, several)]
        assert (told, one["MultiRegion"]) == ([False, True], False)
