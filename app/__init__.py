"""The service and the command line: the only code that knows HTTP."""
