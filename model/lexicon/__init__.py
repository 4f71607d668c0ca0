"""Lists of words: what a line, a word or a field may say, told from the ink and from what both readers saw."""
