"""The web page: chat, gallery and operator's view."""
