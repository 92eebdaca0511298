"""A Telegram on the desk: a local Bot API server with a web page of phones, for trying out and for tests."""
