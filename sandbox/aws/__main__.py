"""Start the local AWS: python -m sandbox.aws --port P --account ID --state FILE."""

import sys

from sandbox.aws.server import main

if __name__ == "__main__":
    sys.exit(main())
