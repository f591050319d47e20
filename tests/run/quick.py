"""The program of a worker's process with a language model that takes no time, see `poisoned`."""

import poisoned

if __name__ == "__main__":
    poisoned.main(quick=True)
