"""What every test run is watched for; each guard is a pytest plugin of its own."""
