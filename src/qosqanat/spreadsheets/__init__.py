"""Reading the spreadsheets that a university already has: bytes in, records with questions out.

Pure Python: no Django, no database, no clock. The order of use is
``read_tables`` -> ``kinds.detect`` -> ``kinds.<kind>.parse`` -> ``matching`` against what is stored.
"""
