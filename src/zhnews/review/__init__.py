"""Writes one self-contained page to review a release: its source, what was made of it, and how each leads back."""

from zhnews.review.page import Made, render_review, review_template

__all__ = ["Made", "render_review", "review_template"]
