"""The quick subset: the fastest tests that fit in the budget."""

from tests.support.quick_subset import function, slowest

SECONDS = {"a": 8.0, "b": 4.0, "c": 2.0, "d": 1.0}


def test_the_slowest_are_left_out_until_the_rest_fits_in_the_budget() -> None:
    assert slowest(SECONDS, 15) == set()
    assert slowest(SECONDS, 7) == {"a"}
    assert slowest(SECONDS, 6.9) == {"a", "b"}
    assert slowest(SECONDS, 0) == set(SECONDS)


def test_all_cases_of_a_function_go_together() -> None:
    assert function("tests/test_x.py::test_y[a-1]") == "tests/test_x.py::test_y"
    assert function("tests/test_x.py::test_y") == "tests/test_x.py::test_y"
