"""Sessions, events, jobs, documents and principals as plain values."""
