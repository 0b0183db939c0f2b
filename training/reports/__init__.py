"""Generic pieces of reports: HTML, tables, curves, contact sheets, verdicts and model cards."""
