"""Fits, quantizes and evaluates the networks, offline; never imported by the service."""
