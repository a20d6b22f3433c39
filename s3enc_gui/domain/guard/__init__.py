"""Guard: a bucket's default encryption, and the policy that denies uploads without encryption."""
