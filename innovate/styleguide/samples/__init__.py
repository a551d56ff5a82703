"""What the styleguide shows its components with: people, ideas and numbers of nobody."""

from typing import Any

from innovate.styleguide.samples import (
    experiments,
    figures,
    ideas,
    kudos,
    nominations,
    people,
    rewards,
    talk,
    vesting,
    wall,
    work,
)


def everything() -> dict[str, Any]:
    """All samples by the names that the page knows them by."""
    kinds = (people, ideas, talk, experiments, figures, rewards, vesting, kudos, nominations, wall, work)
    return {name: value for kind in kinds for name, value in kind.shown().items()}
