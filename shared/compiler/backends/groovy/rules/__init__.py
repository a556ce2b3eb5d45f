"""What the framework rejects when it loads scripts, checked on the trees before anything is handed over."""
