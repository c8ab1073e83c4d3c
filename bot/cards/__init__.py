"""Cards: a rating or a photo's story as one picture, legible when it is 320 pixels wide."""
