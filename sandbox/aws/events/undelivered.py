"""Why something did not arrive."""


class Undelivered(Exception):  # noqa: N818 - what AWS counts, no fault of the program
    """A message or an event that its target did not take; the codes are those of EventBridge's dead-letter queues.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
