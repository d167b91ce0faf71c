"""What the judge's templates need beyond Django's own filters."""
