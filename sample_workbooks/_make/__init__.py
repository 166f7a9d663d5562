"""What the sample workbooks are made of. Knows nothing of the product: its numbers are the product's second oracle."""
