"""Votes and picks become examples: consent, caps, weights, held-out prompts."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.container import Container
from bot.domain import Picture
from bot.store.votes import Judged, Picked
from model.errors import Unavailable
from tests.support.bot_stack import open_stack, paint_one
from tests.support.fake_engine import AllPainted, FakeEngine
from tests.support.people import OPERATOR, actor, person
from training.feedback import Feedback, Method, explain, method_for, read_feedback, rows_of
from training.feedback.examples import (
    BEYOND,
    GONE,
    LORAS,
    NEITHER,
    OWN_WEIGHT,
    PICKS,
    PICKS_LORAS,
    SKETCHES,
    examples,
    is_held_out,
)
from training.feedback.rates import Ballot, intraclass_correlation, shrunk_rates

PEOPLE = ("ann", "bob", "cid")
Scenario = Callable[[Container], Awaitable[None]]


async def agree(stack: Container) -> None:
    for name in PEOPLE:
        await stack.service.people.consent(actor(name), True)


def feedback_of(
    folder: Path, scenario: Scenario, engine: FakeEngine | None = None, opt_out: bool = False
) -> Feedback:
    """Run a scenario and read the feedback while the bot still runs."""

    async def run() -> Feedback:
        async with open_stack(folder, engine) as stack:
            await scenario(stack)
            return await asyncio.to_thread(read_feedback, folder / "bot.db", opt_out)

    return asyncio.run(run())


def judged(voter: str, prompt: str, value: int, own: bool = False, png: bytes = b"p") -> Judged:
    picture = Picture(png, "", 0.6, 7, 0.0)
    return Judged(voter, prompt, "fluent", "0123", value, own, picture)


def test_only_who_agreed_on_emoji_of_who_agreed(tmp_path: Path) -> None:
    async def scenario(stack: Container) -> None:
        of_ann = await paint_one(stack, "angry lemon", "ann")
        of_dan = await paint_one(stack, "angry cat", "dan")
        await agree(stack)
        await stack.service.people.consent(actor("eve"), False)
        for emoji in (of_ann, of_dan):
            for name in ("bob", "dan", "eve"):
                await stack.service.votes.vote(emoji, actor(name), 1)
                await stack.service.emoji.pick(emoji, 1, actor(name))

    asked = feedback_of(tmp_path, scenario, AllPainted())
    assert [(vote.prompt, vote.desirable) for vote in asked.rated] == [("angry lemon", True)]
    assert {pair.prompt for pair in asked.pairs} == {"angry lemon"}
    assert len(asked.pairs) == 3
    opt_out = read_feedback(tmp_path / "bot.db", opt_out=True)
    assert sorted(vote.prompt for vote in opt_out.rated) == 2 * ["angry cat"] + 2 * ["angry lemon"]
    assert len(opt_out.pairs) == 12


def test_whoever_is_forgotten_is_gone(tmp_path: Path) -> None:
    async def scenario(stack: Container) -> None:
        await agree(stack)
        of_ann, of_bob = await paint_one(stack), await paint_one(stack, "angry cat", "bob")
        for name in PEOPLE:
            for emoji in (of_ann, of_bob):
                await stack.service.votes.vote(emoji, actor(name), -1)
                await stack.service.emoji.pick(emoji, 1, actor(name))
        await stack.service.people.forget(actor("bob"))

    found = feedback_of(tmp_path, scenario, AllPainted(), opt_out=True)
    assert [vote.prompt for vote in found.rated] == 2 * ["angry lemon"]
    assert [vote.weight for vote in found.rated] == [OWN_WEIGHT, 1.0]
    assert found.dislikes == 2
    assert {pair.prompt for pair in found.pairs} == {"angry lemon"}
    assert len(found.pairs) == 6


def test_what_cannot_teach_a_painter_is_counted_by_its_reason(tmp_path: Path) -> None:
    async def scenario(stack: Container) -> None:
        await agree(stack)
        sketch, painted, gone = [await paint_one(stack, f"lemon {i}") for i in range(3)]
        bob, cid = actor("bob"), actor("cid")
        await stack.service.votes.vote(sketch, bob, 1)
        await stack.service.emoji.pick(sketch, 0, bob)
        await stack.service.emoji.pick(painted, 2, actor())
        await stack.service.votes.vote(painted, bob, -1)
        found = await stack.service.emoji.get(painted, OPERATOR)
        await stack.store.reactions.add(found, person("cid"), "chat/9", "🦑", 0, 1.0)
        await stack.service.votes.vote(gone, cid, 1)
        await stack.service.emoji.pick(gone, 1, cid)
        await stack.service.emoji.remove(gone, actor())

    found = feedback_of(tmp_path, scenario)
    assert found.left_out == {SKETCHES: 1, NEITHER: 1, GONE: 1, PICKS: 1}
    assert [(vote.strength, vote.desirable) for vote in found.rated] == [(0.45, False)]
    # Place 0 is a sketch, so the pick compares with the two others that are painted.
    assert [pair.weight for pair in found.pairs] == [0.5, 0.5]
    assert {pair.winner for pair in found.pairs} == {found.rated[0].png}


def test_the_last_pick_of_a_person_counts(tmp_path: Path) -> None:
    async def scenario(stack: Container) -> None:
        await agree(stack)
        emoji = await paint_one(stack)
        for place in (1, 2, 3):
            await stack.service.emoji.pick(emoji, place, actor())
        await stack.service.votes.vote(emoji, actor("bob"), 1)

    found = feedback_of(tmp_path, scenario, AllPainted())
    assert {pair.winner for pair in found.pairs} == {found.rated[0].png}
    assert len({pair.loser for pair in found.pairs}) == 3
    assert sum(pair.weight for pair in found.pairs) == pytest.approx(1)


def test_votes_outlive_the_weights_they_were_about(tmp_path: Path) -> None:
    engine = AllPainted()

    async def scenario(stack: Container) -> None:
        await agree(stack)
        for weights in ("old", "new"):
            engine.weights = weights
            await stack.service.votes.vote(await paint_one(stack, weights), actor("bob"), 1)

    assert [vote.prompt for vote in feedback_of(tmp_path, scenario, engine).rated] == ["old", "new"]


def test_a_database_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="There is no database at"):
        read_feedback(tmp_path / "bot.db", opt_out=False)


def test_of_one_person_the_newest_votes_count() -> None:
    many = [judged("eve", f"lemon {i}", 1 if i < 10 else -1) for i in range(60)]
    found = examples([*many, judged("bob", "cat", 1)], [])
    assert (found.votes, found.dislikes, found.left_out) == (51, 50, {BEYOND: 10})
    crowd = [judged(f"person {i}", "cat", 1) for i in range(1140)]
    assert examples([*many, *crowd], []).left_out == {}


def test_a_person_with_very_many_votes_does_not_raise_their_own_maximum() -> None:
    many = [judged("eve", f"lemon {i}", 1) for i in range(10_000)]
    crowd = [judged(f"person {i}", "cat", 1) for i in range(1900)]
    found = examples([*many, *crowd], [])
    assert (found.votes, found.left_out) == (1900 + 100, {BEYOND: 9900})


def test_picks_are_capped_like_votes() -> None:
    pictures = [Picture(bytes([i]), "", 0.5, i, 0.0) for i in range(3)]
    pick = Picked("eve", "lemon", "fluent", pictures[0], tuple(pictures[1:]))
    assert len(examples([], [pick] * 60).pairs) == 2 * 50


def test_pictures_of_a_lora_say_nothing_about_the_model() -> None:
    pictures = tuple(Picture(bytes([i]), "", 0.6, 7, 0.0) for i in range(2))
    pick = Picked("eve", "lemon", "pixel", pictures[0], pictures[1:])
    vote = replace(judged("ann", "lemon", 1), style="pixel")
    found = examples([vote, judged("bob", "cat", 1)], [pick])
    assert found.left_out == {LORAS: 1, PICKS_LORAS: 1}
    assert ([one.prompt for one in found.rated], found.pairs) == (["cat"], ())


def test_rates_are_shrunk_as_computed_by_hand() -> None:
    groups = [[True, True, True, False], [True, False, False, False], [True, False]]
    # N = 10, K = 3, p = 1/2; n (r - p)^2: 4/16 + 4/16 + 0; n r (1 - r): 3/4 + 3/4 + 1/2.
    between, within, size = 0.5 / 2, 2.0 / 7, (10 - 36 / 10) / 2
    rho = (between - within) / (between + (size - 1) * within)
    assert rho < 0
    assert intraclass_correlation(groups) == 0
    groups = [[True] * 4, [True] + [False] * 3, [True, False]]
    # p = 6/10; n (r - p)^2: 4 * .16 + 4 * .1225 + 2 * .01; n r (1 - r): 0 + 3/4 + 1/2.
    between, within = 1.15 / 2, 1.25 / 7
    rho = (between - within) / (between + (3.2 - 1) * within)
    assert intraclass_correlation(groups) == pytest.approx(rho)
    rates = shrunk_rates(
        {str(i): [Ballot(liked, 1.0) for liked in group] for i, group in enumerate(groups)}
    )
    m = 1 / rho - 1
    assert rates["0"] == pytest.approx((4 + m * 0.6) / (4 + m))
    assert rates["1"] == pytest.approx((1 + m * 0.6) / (4 + m))
    assert rates["2"] == pytest.approx((1 + m * 0.6) / (2 + m))


@pytest.mark.parametrize(
    ("groups", "rho"),
    [([], 0), ([[True, False]], 0), ([[True], [False]], 0), ([[True] * 2, [False] * 2], 1)],
)
def test_how_alike_votes_are_at_the_extremes(groups: list[list[bool]], rho: float) -> None:
    assert intraclass_correlation(groups) == rho


def test_own_votes_move_a_rate_little() -> None:
    rates = shrunk_rates(
        {
            "own": [Ballot(True, OWN_WEIGHT)],
            "others": [Ballot(True, 1.0)],
            "liked": [Ballot(True, 1.0)] * 5,
            "not": [Ballot(False, 1.0)] * 5,
            "mixed": [Ballot(True, 1.0), Ballot(False, 1.0)],
        }
    )
    mean = 7.3 / 13.3
    assert mean < rates["own"] < rates["others"] < rates["liked"] < 1
    assert 0 < rates["not"] < rates["mixed"] < mean


def test_rewards_are_measured_against_the_prompt() -> None:
    liked = [judged(f"person {i}", "Lemon ", 1 if i else -1) for i in range(10)]
    disliked = [judged(f"person {i}", "angry  CAT", -1 if i else 1) for i in range(10)]
    found = examples([*liked, *disliked, judged("person 11", "lemon", 1)], [])
    assert all(-1 <= vote.reward <= 1 for vote in found.rated)
    assert all((vote.reward > 0) == vote.desirable for vote in found.rated)
    rewards = {(vote.prompt[0], vote.desirable): vote.reward for vote in found.rated}
    assert rewards["a", True] > 0.7 > 0.3 > rewards["L", True]
    assert rewards["L", False] < -0.7 < -0.3 < rewards["a", False]
    same = {vote.reward for vote in found.rated if vote.prompt.strip().lower() == "lemon"}
    assert len(same) == 2


def test_a_fifth_of_the_prompts_is_held_out_for_ever() -> None:
    prompts = [f"lemon number {i}" for i in range(2000)]
    held_out = [prompt for prompt in prompts if is_held_out(prompt)]
    assert 0.17 < len(held_out) / len(prompts) < 0.23
    assert all(is_held_out(f" {prompt.upper()}\n") for prompt in held_out)
    assert held_out[:3] == ["lemon number 0", "lemon number 10", "lemon number 13"]


def test_rows_for_training_and_for_the_test_share_no_prompt() -> None:
    votes = [judged("bob", f"lemon number {i}", 1, png=bytes([i])) for i in range(20)]
    pictures = [Picture(bytes([i]), "", 0.5, i, 0.0) for i in range(3)]
    picks = [
        Picked("bob", f"lemon number {i}", "fluent", pictures[0], tuple(pictures[1:]))
        for i in (9, 10)
    ]
    found = examples(votes, picks)
    training, test = rows_of(found, held_out=False), rows_of(found, held_out=True)
    assert len(test.rows) == 6 + 3
    assert len(training.rows) == 14 + 3
    assert not {row.prompt for row in training.rows} & {row.prompt for row in test.rows}
    assert test.pairs == ((6, 7, 0.5), (6, 8, 0.5))
    assert [row.png for row in test.rows[6:]] == [b"\0", b"\1", b"\2"]
    assert all(row.weight == 0 for row in training.rows[14:])
    assert all(row.weight == 1 for row in training.rows[:14])


@pytest.mark.parametrize(
    ("likes", "dislikes", "method", "words"),
    [
        (49, 0, Method.NONE, "below 50 votes no weights are changed"),
        (30, 20, Method.REWARD, "50 votes can be trained on, 20 of them dislikes"),
        (300, 199, Method.REWARD, "from 500 votes with 100 dislikes on"),
        (401, 99, Method.REWARD, "weighted by reward"),
        (400, 100, Method.KTO, "0 pairs of picks"),
    ],
)
def test_the_method_follows_from_the_counts(
    likes: int, dislikes: int, method: Method, words: str
) -> None:
    values = [1] * likes + [-1] * dislikes
    found = examples([judged(f"person {i}", "cat", value) for i, value in enumerate(values)], [])
    assert method_for(found) == method
    assert words in explain(found)
