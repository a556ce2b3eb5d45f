"""Tasks every state machine shares: record how a job began, ended or failed."""
