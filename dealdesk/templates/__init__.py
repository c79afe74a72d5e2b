"""Data that rules read: TOML files, checked when they are loaded; a user's file of the same name wins."""
