"""The Dash app that shows a workspace."""
