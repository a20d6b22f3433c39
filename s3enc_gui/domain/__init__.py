"""What things are: values and rules. No Qt, no boto3, no files, no clock."""
