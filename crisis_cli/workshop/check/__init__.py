"""Everything that is looked for in a protocol before anybody uses it."""
