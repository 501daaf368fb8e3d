"""The regulation as a library: plain Python and data, no Django, no clock, no database."""
