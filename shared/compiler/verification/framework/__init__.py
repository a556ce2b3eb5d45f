"""The low-code framework as scripts meet it: the builders they call while it loads, and what those end up knowing."""
