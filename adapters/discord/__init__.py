"""The Discord door: `run` keeps the connection, `inbound` reads what people send, `outbound` writes what they see.

This package imports nothing heavy; discord.py (1.5 to 2 s) is loaded when `run.run` starts.
"""
