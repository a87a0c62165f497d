"""Template tags: `danish` (money and dates), `signatures`, `ui` (icons, links, form parts)."""
