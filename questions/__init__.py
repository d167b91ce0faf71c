"""The Q&A bank, and problems with their versions. Never imports ``judge``."""
