"""The JSON API below ``/api/v1/``: everything that a candidate does on the pages. The same services and
selectors stand behind both, so both have the same rules.
"""
