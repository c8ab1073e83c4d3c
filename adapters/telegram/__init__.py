"""Telegram: `inbound` reads their messages, `outbound` writes ours, `run` keeps the door open."""

import os

# python-telegram-bot warns on every flood answer until told that lengths of time may be timedeltas.
os.environ.setdefault("PTB_TIMEDELTA", "true")
