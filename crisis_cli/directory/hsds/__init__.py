"""Directories of others: the Human Services Data Specification (HSDS 3), and Ohana's tables."""
