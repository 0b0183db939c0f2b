"""Generated inputs for every reader: a small part in the tests, all of it in `make fuzz`."""
