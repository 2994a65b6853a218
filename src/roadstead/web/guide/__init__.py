"""The guide in the browser: the pages of `docs/guide`, to which each page of Roadstead links."""
