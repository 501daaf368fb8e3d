"""One plan per kind of file."""
