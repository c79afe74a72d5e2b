"""Two numbers that tell a desk from any other file. Imports nothing: the glance reads it."""

#: ``PRAGMA application_id`` of every desk ("DDSK").
APPLICATION_ID = 0x4444534B
#: ``PRAGMA user_version`` this code reads and writes.
SCHEMA = 1
