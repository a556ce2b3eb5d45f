"""The load check: everything the framework rejects, or accepts and then gets wrong, found in the printed scripts."""
