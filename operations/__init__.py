"""What is done after the deployment, through boto3."""
