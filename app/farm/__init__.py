"""Reading more pages than anybody waits for: found, shared among workers, kept in parts, gone on with after a kill."""
