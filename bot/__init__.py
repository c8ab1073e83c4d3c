"""The core of Unexposed: plain functions from a Request to a Reply.

No network, clock or event loop lives here; whoever runs the core hands those in.
"""
