"""Ocean manifests of the United States as tables: csv files whose rows are joined by their `identifier`."""

from roadstead.engine.formats.cargo.us_manifest.read import looks_like as looks_like
from roadstead.engine.formats.cargo.us_manifest.read import read as read
from roadstead.engine.formats.cargo.us_manifest.read import voyage_of as voyage_of
