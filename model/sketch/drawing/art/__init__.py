"""Which art shows a base, cut into pieces: stances, anchors, halves and what it borrows."""
