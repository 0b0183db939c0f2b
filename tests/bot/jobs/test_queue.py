"""The queue: durable, fair, with correct positions; a failed job affects no other."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import messages
from bot.domain import JobState, Painted, Recipe, Refused, Withheld
from bot.jobs.quotas import Quotas
from bot.settings.config import QueueSettings, Quota, Settings
from bot.store import Store, backup
from bot.store.migrations import MIGRATIONS
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine
from tests.support.people import actor, person, request
from tests.support.recording_courier import RecordingCourier

RECIPE = Recipe("lemon", "fluent", 1, 4, 50)


async def test_a_redelivered_request_makes_no_second_job_and_costs_nothing(tmp_path: Path) -> None:
    settings = Settings.model_validate({"limits": {"burst": 1, "per_hour": 1.0}})
    async with open_stack(tmp_path, settings=settings) as stack:
        first = await stack.service.ask(request(number="same"))
        second = await stack.service.ask(request(number="same"))
        assert (first.job, first.repeated) == (second.job, False)
        assert second.repeated
        assert await stack.store.jobs.waiting() == 1


async def test_one_persons_ten_requests_delay_nobody_else(tmp_path: Path) -> None:
    hold = asyncio.Event()
    engine = FakeEngine(hold=hold)
    settings = Settings(queue=QueueSettings(per_person=10))
    async with open_stack(tmp_path, engine, settings) as stack:
        courier = RecordingCourier()
        for number in range(10):
            await stack.service.ask(request(f"ann {number}", "ann"))
        bob = await stack.service.ask(request("bob 0", "bob"))
        cyd = await stack.service.ask(request("cyd 0", "cyd"))
        assert (bob.place, cyd.place) == (2, 3)
        await stack.service.ask(request("bob 1", "bob"))
        hold.set()
        async with stack.serve(courier):
            await courier.until(13)
        prompts = [recipe.prompt for recipe in engine.painted]
        assert prompts[:5] == ["ann 0", "bob 0", "cyd 0", "ann 1", "bob 1"]
        assert prompts[5:] == [f"ann {number}" for number in range(2, 10)]


async def test_a_clock_that_was_ahead_starves_nobody(
    tmp_path: Path,
) -> None:
    async with open_stack(tmp_path) as stack:
        jobs, now = stack.store.jobs, 1e9
        await stack.service.ask(request("ann 0", "ann"))
        assert await jobs.begin(now + 366 * 86_400)
        for name, number in (("ann", 1), ("bob", 0), ("bob", 1), ("cyd", 0), ("cyd", 1)):
            await stack.service.ask(request(f"{name} {number}", name))
        begun = [await jobs.begin(now + second) for second in range(5)]
        assert [job and job.recipe.prompt for job in begun] == [
            "bob 0", "cyd 0", "ann 1", "bob 1", "cyd 1",
        ]  # fmt: skip


async def test_places_say_how_many_paintings_it_takes(tmp_path: Path) -> None:
    """The position of every waiting job is compared with the order in which jobs begin."""
    async with open_stack(tmp_path) as stack:
        jobs = stack.store.jobs
        asked = [("ann", 4), ("bob", 1), ("cyd", 3)]
        tickets = [
            (await stack.service.ask(request(f"{name} {i}", name))).job
            for name, count in asked
            for i in range(count)
        ]
        await jobs.begin(1000.0)
        waiting = [job for number in tickets if (job := await jobs.get(number))]
        places = {job.id: await jobs.place(job) for job in waiting if job.state == "waiting"}
        order = []
        now = 1001.0
        while job := await jobs.begin(now):
            order.append(job.id)
            now += 1
        # One is being painted, so the first waiting job is second.
        assert places == {number: place for place, number in enumerate(order, 2)}


async def test_the_estimate_is_known_once_something_was_painted(tmp_path: Path) -> None:
    async with open_stack(tmp_path, FakeEngine()) as stack:
        assert (await stack.service.ask(request())).seconds is None
        courier = RecordingCourier()
        async with stack.serve(courier):
            await courier.until(1)
        ticket = await stack.service.ask(request())
        assert ticket.seconds == pytest.approx(0.01)


async def test_two_at_a_time_are_waited_for_half_as_long(tmp_path: Path) -> None:
    async with open_stack(tmp_path, FakeEngine(capacity=2)) as stack:
        await stack.service.ask(request())
        courier = RecordingCourier()
        async with stack.serve(courier):
            await courier.until(1)
        tickets = [await stack.service.ask(request(name=name)) for name in ("bob", "eve", "kim")]
        assert [ticket.place for ticket in tickets] == [1, 2, 3]
        assert [ticket.seconds for ticket in tickets] == pytest.approx([0.01, 0.01, 0.02])


async def test_too_many_waiting_is_a_sentence_and_costs_nothing(tmp_path: Path) -> None:
    settings = Settings(queue=QueueSettings(per_person=2, total=3))
    async with open_stack(tmp_path, settings=settings) as stack:
        for _ in range(2):
            await stack.service.ask(request())
        with pytest.raises(Refused, match="You already have 2 requests waiting"):
            await stack.service.ask(request())
        await stack.service.ask(request(name="bob"))
        with pytest.raises(Refused, match="The queue is full"):
            await stack.service.ask(request(name="cyd"))


async def test_a_limit_is_given_back_when_a_job_is_cancelled_or_fails(tmp_path: Path) -> None:
    settings = Settings.model_validate({"limits": {"burst": 1, "per_hour": 0.001}})
    async with open_stack(tmp_path, settings=settings) as stack:
        ticket = await stack.service.ask(request())
        with pytest.raises(Refused, match="You can ask again in"):
            await stack.service.ask(request())
        with pytest.raises(Refused, match="Only the person who asked"):
            await stack.service.cancel(ticket.job, actor("bob"))
        await stack.service.cancel(ticket.job, actor())
        with pytest.raises(Refused, match="already finished"):
            await stack.service.cancel(ticket.job, actor())
        await stack.service.ask(request("broken"))
        courier = RecordingCourier()
        async with stack.serve(courier):
            await courier.until(words=1)
        await stack.service.ask(request())


async def test_a_job_that_fails_is_tried_once_more_then_told(tmp_path: Path) -> None:
    engine, courier = FakeEngine(), RecordingCourier()
    async with open_stack(tmp_path, engine) as stack:
        broken = await stack.service.ask(request("broken"))
        await stack.service.ask(request("lemon", "bob"))
        async with stack.serve(courier):
            await courier.until(1, words=1)
        assert [recipe.prompt for recipe in engine.painted].count("broken") == 2
        assert [sentence for _, sentence in courier.words] == [messages.FAILED]
        job = await stack.store.jobs.get(broken.job)
        assert job is not None
        assert (job.state, job.address.token) == (JobState.FAILED, None)


async def test_what_the_safety_checker_withholds_is_said_at_once(tmp_path: Path) -> None:
    class Careful(FakeEngine):
        async def paint(
            self, recipe: Recipe, progress: Callable[[int, int], None] | None = None
        ) -> Painted:
            self.painted.append(recipe)
            raise Withheld("it may not be shown")

    engine, courier = Careful(), RecordingCourier()
    async with open_stack(tmp_path, engine) as stack:
        await stack.service.ask(request())
        async with stack.serve(courier):
            await courier.until(words=1)
    assert [sentence for _, sentence in courier.words] == [messages.WITHHELD]
    assert len(engine.painted) == 1


async def test_cancelling_stops_the_painting_and_the_next_begins(tmp_path: Path) -> None:
    hold = asyncio.Event()
    engine, courier = FakeEngine(hold=hold), RecordingCourier()
    async with open_stack(tmp_path, engine) as stack:
        first = await stack.service.ask(request("one"))
        async with stack.serve(courier):
            await engine.begun.wait()
            await stack.service.ask(request("two"))
            await stack.service.cancel(first.job, actor())
            hold.set()
            await courier.until(1)
        assert [job.recipe.prompt for job, _ in courier.emoji] == ["two"]


async def test_what_was_forgotten_while_it_was_painted_or_brought_is_not_kept(
    tmp_path: Path,
) -> None:
    async with open_stack(tmp_path) as stack:
        jobs, painted = stack.store.jobs, await FakeEngine().paint(RECIPE)
        for forgotten in ("painted", "brought"):
            await stack.service.ask(request(forgotten))
            job = await jobs.begin(1.0)
            assert job is not None
            emoji = await jobs.painted(job, painted, 2.0) if forgotten == "brought" else None
            await stack.service.people.forget(actor())
            if emoji is None:
                assert await jobs.painted(job, painted, 2.0) is None
            else:
                await jobs.delivered(job, emoji, "message")
        assert await stack.store.emoji.of_person(actor().person) == ()
        assert await stack.store.statistics.jobs_by_state() == {}


async def test_stopping_puts_back_what_is_being_painted(tmp_path: Path) -> None:
    engine, courier = FakeEngine(hold=asyncio.Event()), RecordingCourier()
    settings = Settings(queue=QueueSettings(stop_seconds=0.01))
    async with open_stack(tmp_path, engine, settings) as stack:
        ticket = await stack.service.ask(request())
        async with stack.serve(courier):
            await engine.begun.wait()
        job = await stack.store.jobs.get(ticket.job)
        assert job is not None
        assert (job.state, job.attempts) == (JobState.WAITING, 0)


async def test_whoever_is_cancelled_at_the_beginning_of_a_transaction_leaves_none_open(
    tmp_path: Path,
) -> None:
    async with open_stack(tmp_path) as stack:
        beginning = asyncio.create_task(stack.store.jobs.begin(1.0))
        await asyncio.sleep(0)
        beginning.cancel()
        with pytest.raises(asyncio.CancelledError):
            await beginning
        assert (await stack.service.ask(request())).place == 1


async def test_a_pause_outlives_a_restart(tmp_path: Path) -> None:
    settings = Settings.model_validate({"admins": {"people": ["discord:ann"]}})
    async with open_stack(tmp_path, settings=settings) as stack:
        await stack.service.operator.act(actor(), "pause")
    async with open_stack(tmp_path, settings=settings) as stack:
        assert "paused" in await stack.service.queue(actor())
        await stack.service.operator.act(actor(), "resume")
        assert "paused" not in await stack.service.queue(actor())


def test_overrides_for_a_role_and_a_space() -> None:
    settings = Settings.model_validate(
        {
            "limits": {
                "per_day": 1,
                "overrides": {"discord:role:9": {"per_day": 7}, "discord:1": {"per_day": 3}},
            }
        }
    )
    assert isinstance(settings.limits.overrides["discord:1"], Quota)
    quotas = Quotas(settings)
    ann = actor()
    here = actor(space="discord:1")
    assert quotas.of(ann).per_day == 1
    assert quotas.of(here).per_day == 3
    crowned = type(here)(here.person, here.space, ("9",))
    assert quotas.of(crowned).per_day == 7


async def test_a_second_process_on_one_database_is_refused(tmp_path: Path) -> None:
    async with Store.open(tmp_path / "bot.db"):
        with pytest.raises(Exception, match="Another process of this bot uses"):
            async with Store.open(tmp_path / "bot.db"):
                pass


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"not a database" * 99, "damaged, or not a database"), (b"", None)]
)
async def test_a_damaged_database_is_a_sentence(
    tmp_path: Path, content: bytes, sentence: str | None
) -> None:
    (tmp_path / "bot.db").write_bytes(content)
    if sentence is None:
        async with Store.open(tmp_path / "bot.db") as store:
            assert await store.jobs.waiting() == 0
        return
    with pytest.raises(Exception, match=sentence):
        async with Store.open(tmp_path / "bot.db"):
            pass


@pytest.mark.parametrize("version", range(len(MIGRATIONS) + 1))
async def test_migrates_from_every_earlier_version(tmp_path: Path, version: int) -> None:
    connection = sqlite3.connect(tmp_path / "bot.db")
    for script in MIGRATIONS[:version]:
        connection.executescript(script)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    async with open_stack(tmp_path) as stack:
        assert (await stack.service.ask(request())).place == 1


async def test_an_older_database_is_not_read_before_it_is_brought_up_to_date(
    tmp_path: Path,
) -> None:
    connection = sqlite3.connect(tmp_path / "bot.db")
    connection.executescript(MIGRATIONS[0])
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(Exception, match="start the bot once"):
        async with Store.open(tmp_path / "bot.db", reading=True):
            pass
    async with open_stack(tmp_path), Store.open(tmp_path / "bot.db", reading=True) as store:
        assert await store.jobs.waiting() == 0


async def test_a_newer_database_is_a_sentence(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "bot.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(Exception, match="newer version"):
        async with Store.open(tmp_path / "bot.db"):
            pass


async def test_a_backup_is_whole_while_the_bot_runs(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        ticket = await stack.service.ask(request())
        await asyncio.to_thread(backup, tmp_path / "bot.db", tmp_path / "copy.db")
    async with Store.open(tmp_path / "copy.db") as copy:
        job = await copy.jobs.get(ticket.job)
        assert job is not None
        assert job.person == person()
