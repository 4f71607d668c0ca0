"""``python -m training``: fit, quantize and evaluate networks."""

from training.cli import main

if __name__ == "__main__":
    main()
