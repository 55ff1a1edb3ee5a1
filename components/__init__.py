"""What is deployed: one Pulumi component resource per file."""
