"""What people think of emoji, as examples that a painter can learn from."""

from training.feedback.examples import Feedback, Pair, Rated
from training.feedback.method import Method, method_for, why
from training.feedback.reading import read_feedback
from training.feedback.rows import FeedbackRow, Rows, rows_of

__all__ = [
    "Feedback",
    "FeedbackRow",
    "Method",
    "Pair",
    "Rated",
    "Rows",
    "method_for",
    "read_feedback",
    "rows_of",
    "why",
]
