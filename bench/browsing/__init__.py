"""What people do on the real pages in Chromium, counted: the jobs of `bench.jobs`, and a walk over every page."""
