"""Bounces: reading reports of all kinds, and the mailboxes they come to."""
