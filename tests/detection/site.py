"""The accounts of the example in which the tests of detection work."""

MANAGEMENT, LOG_ARCHIVE, AUDIT, SHOP = "111122223333", "222233334444", "333344445555", "444455556666"
ACCOUNTS = {MANAGEMENT, AUDIT, SHOP}
"""Where alerts are deployed: the management account, the account of the topics, and a member that stands for all."""
HOME, SECOND, GLOBAL = "eu-west-1", "eu-central-1", "us-east-1"
CALM = 1_000
"""Seconds after which every alarm's period is over."""
WEBHOOK = "webhook"
"""Where a message came that no topic published."""
