"""The roles that deploy the baseline: what each type of resource needs of AWS, and the policies made of that."""
