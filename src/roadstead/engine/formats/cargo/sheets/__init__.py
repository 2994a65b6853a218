"""Cargo sheets filled in by hand, as by a small agent or a schooner: the voyage above, and goods row by row."""

from roadstead.engine.formats.cargo.sheets.read import csv_voyage as csv_voyage
from roadstead.engine.formats.cargo.sheets.read import looks_like_csv as looks_like_csv
from roadstead.engine.formats.cargo.sheets.read import read_csv as read_csv
from roadstead.engine.formats.cargo.sheets.read import read_workbook as read_workbook
from roadstead.engine.formats.cargo.sheets.read import workbook_voyage as workbook_voyage
