"""python -m deltagerbudget.counting FILE.pb"""

import sys

from .cli import main

sys.exit(main())
