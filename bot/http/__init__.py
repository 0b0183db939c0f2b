"""What the page and the API share: an HTTP server with limits, checked bodies, picture files."""
