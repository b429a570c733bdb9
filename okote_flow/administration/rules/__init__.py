"""What a change of rules must obey, and how its effect is said. Pure."""
