"""People's votes and picks, as training examples."""

from training.feedback.examples import Feedback, Pair, Rated
from training.feedback.method import Method, explain, method_for
from training.feedback.reading import read_feedback
from training.feedback.rows import FeedbackRow, Rows, rows_of

__all__ = [
    "Feedback",
    "FeedbackRow",
    "Method",
    "Pair",
    "Rated",
    "Rows",
    "explain",
    "method_for",
    "read_feedback",
    "rows_of",
]
