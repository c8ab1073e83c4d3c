"""The doors of Unexposed: Telegram, Discord, the local page and the terminal."""
