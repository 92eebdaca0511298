"""The paper: what is known and put into words elsewhere, as a page to print."""
