"""What is ink: widths of strokes, ruled paper, washes, dust."""
