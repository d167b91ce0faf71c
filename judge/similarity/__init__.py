"""How much of one program stands in another, whoever copied from whom.

``tokens`` reads a program so that names, comments and layout no longer matter, ``winnowing`` takes its
fingerprints, ``matching`` compares two. Pure: no Django, no database. It says what is alike and where;
whether that is a copy, a person decides.
"""
