"""The framework at work: searches, creates, updates and deletes as its documentation and its sources say."""
