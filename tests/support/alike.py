"""Pictures that are the same but for the order of sums."""

from model.image.pixels import Pixels, to_network

# Grey levels that the order of sums may change, where other rows are in the batch.
BATCH_LEVELS = 2


def assert_alike(one: Pixels, other: Pixels) -> None:
    """Fail where two pictures differ on white by more than the order of sums may change."""
    pictures = [to_network(rgba[None]) * 255 / 2 for rgba in (one, other)]
    assert float((pictures[0] - pictures[1]).abs().max()) <= BATCH_LEVELS
