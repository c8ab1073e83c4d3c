"""The local page: chat, ratings and clean photos in a browser, on this computer alone."""
