"""What the services and records need from the outside world, as protocols."""
