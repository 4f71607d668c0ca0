"""What of the ink is writing, judged by how it is read: texture, drawings and ghosts are none."""
