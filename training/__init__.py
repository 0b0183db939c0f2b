"""Training and evaluation, data sets and the parts library: everything that runs offline."""
