"""Numbered steps from one schema to the next, each file one step; the runner is ``dealdesk.store.migrate``."""
