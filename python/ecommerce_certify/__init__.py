"""One real run on one server: what holds there, told on one page."""
