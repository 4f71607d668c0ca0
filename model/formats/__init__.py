"""What a reading can be written as: one writer a file, shared by the command line and the service."""
