"""The format of the knowledge files, and their strict reader."""
