"""One way to change moto's classes, so that every change can be found."""


def patch(owner: type, **members: object) -> None:
    """Set members of one of moto's classes, because moto has no extension points of its own."""
    for name, member in members.items():
        setattr(owner, name, member)
