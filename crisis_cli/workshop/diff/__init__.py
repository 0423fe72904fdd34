"""What a change to a protocol does: the same answers under the old one and the new one."""
