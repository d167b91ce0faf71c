"""Study of the question bank: cards and reviews, bookmarks, notes, reports. Never imports judge."""
