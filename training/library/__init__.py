"""The parts library, built from the pinned emoji sets."""
