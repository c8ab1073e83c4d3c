"""What Unexposed knows: guides, the rubric and platform files, and the code that reads and checks them."""
