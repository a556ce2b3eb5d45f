"""Use cases: orchestrate records, ports and the compiler; no AWS, no HTTP."""
