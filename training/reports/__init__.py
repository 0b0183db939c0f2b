"""HTML pages, contact sheets and model cards."""
