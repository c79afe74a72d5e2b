"""The only room that knows SQL. This module imports nothing: the glance lives below it and must stay light."""
