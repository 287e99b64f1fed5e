"""Full text search: words to lexemes, what people type to questions, and the rows that answer them."""
