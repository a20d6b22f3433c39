"""Sign-in through a web browser, compatible with the AWS CLI's."""
