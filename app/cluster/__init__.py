"""Past one machine: the service and batches on a Ray cluster. Needs the extra `[cluster]`."""
