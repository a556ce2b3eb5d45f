"""The ports, implemented: DynamoDB and S3, SQLite and files, and the outside world."""
