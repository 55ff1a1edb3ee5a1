"""A local AWS and a Pulumi engine: all of the baseline on one machine, without an AWS account."""
