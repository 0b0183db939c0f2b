"""The quick subset: the fastest tests that fit in the budget."""

from tests.support.quick_subset import function, recorded, slowest

SECONDS = {"a": 8.0, "b": 4.0, "c": 2.0, "d": 1.0}


def test_the_slowest_are_left_out_until_the_rest_fits_in_the_budget() -> None:
    assert slowest(SECONDS, 15) == set()
    assert slowest(SECONDS, 7) == {"a"}
    assert slowest(SECONDS, 6.9) == {"a", "b"}
    assert slowest(SECONDS, 0) == set(SECONDS)


def test_all_cases_of_a_function_go_together() -> None:
    assert function("tests/test_x.py::test_y[a-1]") == "tests/test_x.py::test_y"
    assert function("tests/test_x.py::test_y") == "tests/test_x.py::test_y"


def test_a_record_replaces_that_of_the_functions_or_modules_that_ran() -> None:
    here = "tests/test_quick_subset.py"
    before = {f"{here}::a": 1.0, f"{here}::b": 2.0, "tests/conftest.py::c": 3.0, "gone.py::d": 4.0}
    now = {f"{here}::a": 0.01, f"{here}::e": 5.0}
    of_functions = {f"{here}::b": 2.0, f"{here}::e": 5.0, "tests/conftest.py::c": 3.0}
    assert recorded(before, now, whole=False) == of_functions
    assert recorded(before, now, whole=True) == {
        f"{here}::e": 5.0,
        "tests/conftest.py::c": 3.0,
    }
