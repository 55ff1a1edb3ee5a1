"""The role by which Amazon Q Developer in chat applications acts: it passes messages on and does nothing else."""

from policies.document import Document
from policies.grantees import Service
from policies.trust import service_trust

# The management API's own regions; a configuration holds for all of them
# (https://docs.aws.amazon.com/general/latest/gr/chatbot.html).
REGIONS = ("eu-west-1", "ap-southeast-1", "us-east-2", "us-west-2")


def chat_region(home: str) -> str:
    """The region to configure chat in: the home region where that is one of its own."""
    return home if home in REGIONS else "us-west-2"


def chat_trust(partition: str, account: str) -> Document:
    """The service assumes the role for this account's channels.

    https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html
    """
    channels = f"arn:{partition}:chatbot::{account}:chat-configuration/*"
    return service_trust(Service(name="chatbot.amazonaws.com", accounts=(account,), arns=(channels,)))


def nothing(partition: str) -> str:
    """ARN of the managed policy that bounds what anybody does from a channel: nothing."""
    return f"arn:{partition}:iam::aws:policy/AWSDenyAll"
