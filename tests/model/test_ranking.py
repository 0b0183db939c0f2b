"""Ranking weighs meaning and finish, and shows nothing first that is worse than its sketch."""

from model.ranking import FINISH_WEIGHT, MEANING_NOISE, MOTTLE_FLOOR, MOTTLE_RATIO, Marks, ranking

SKETCH = Marks(meaning=3.0, finish=0.0, mottle=1.0)


def painted(meaning: float = 3.0, finish: float = 0.0, mottle: float = 1.0) -> Marks:
    return Marks(meaning, finish, mottle)


def test_of_equal_meaning_the_cleaner_one_is_first() -> None:
    assert ranking([painted(finish=-1.0), SKETCH], [SKETCH, SKETCH]) == [1, 0]


def test_more_meaning_is_worth_a_little_finish() -> None:
    clean, fitting = painted(meaning=4.0, finish=1.0), painted(meaning=4.5 + FINISH_WEIGHT)
    assert ranking([clean, fitting], [SKETCH, SKETCH]) == [1, 0]


def test_only_what_fits_better_beyond_the_judges_noise_is_first() -> None:
    by_chance = painted(meaning=3.0 + MEANING_NOISE - 0.01, finish=9.0)
    assert ranking([by_chance, SKETCH], [SKETCH, SKETCH]) == [1, 0]
    better = painted(meaning=3.0 + MEANING_NOISE + 0.01)
    assert ranking([better, SKETCH], [SKETCH, SKETCH]) == [0, 1]


def test_what_is_drawn_less_cleanly_is_not_first_however_well_it_fits() -> None:
    assert ranking([painted(meaning=99.0, finish=-0.01), SKETCH], [SKETCH, SKETCH]) == [1, 0]


def test_what_is_mottled_is_not_first_however_well_it_fits() -> None:
    mottled = painted(meaning=99.0, mottle=SKETCH.mottle * MOTTLE_RATIO + 0.01)
    assert ranking([mottled, SKETCH], [SKETCH, SKETCH]) == [1, 0]


def test_with_a_flat_sketch_invisible_mottle_is_allowed() -> None:
    flat = Marks(meaning=3.0, finish=0.0, mottle=0.0)
    visible = painted(meaning=5.0, mottle=MOTTLE_RATIO * MOTTLE_FLOOR + 0.01)
    invisible = painted(meaning=5.0, mottle=MOTTLE_RATIO * MOTTLE_FLOOR - 0.01)
    assert ranking([flat, invisible], [flat, flat]) == [1, 0]
    assert ranking([flat, visible], [flat, flat]) == [0, 1]


def test_each_candidate_is_compared_with_its_own_sketch() -> None:
    poor = painted(meaning=1.0)
    assert ranking([poor, SKETCH], [Marks(1.0, 0.0, SKETCH.mottle), SKETCH]) == [1, 0]
    better = painted(meaning=5.0)
    assert ranking([SKETCH, better], [SKETCH, Marks(6.0, 0.0, SKETCH.mottle)]) == [0, 1]
