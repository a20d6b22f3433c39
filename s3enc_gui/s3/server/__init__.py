"""What is learned of a server other than AWS from its responses, once per endpoint."""
