"""Changes a bucket's default encryption and the policy that requires encryption."""
