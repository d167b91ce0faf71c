"""The pages of study: ``session`` asks, ``overview`` shows, ``collection`` keeps notes and the like."""
