"""How fast networks, pages and the service are, and what memory they take: ``make bench-speed``."""
