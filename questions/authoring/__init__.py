"""The authors' pages: drafts written and moved on, articles imported. Thin: ``questions.drafting`` writes."""
