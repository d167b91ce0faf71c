"""Articles of question, answer and explanation, read into items and written again. No database."""
