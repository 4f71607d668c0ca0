"""From logits to the letters of a line: hypotheses, places, neighbours and words weighed together."""
