"""`python -m adapters` is the command `unexposed`."""

from adapters.cli import main

main()
