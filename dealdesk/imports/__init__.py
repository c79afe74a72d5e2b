"""Files from outside, read into plans: bytes in, typed rows and problems out; storing them is the store's part."""
