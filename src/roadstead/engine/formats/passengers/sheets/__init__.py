"""Lists of people on board and declarations of craft as sheets: xlsx, xls, ods and csv in, xlsx and csv out.

Message types SHEET (Roadstead's own template and any list with headings), FAL1, FAL5, FAL6 (IMO FAL convention), GENDEC
(ICAO Annex 9, appendix 1) and NOA (notice of arrival of a yacht).
"""

from roadstead.engine.formats.passengers.sheets.plain_csv import csv_voyage as csv_voyage
from roadstead.engine.formats.passengers.sheets.plain_csv import is_names_without_list as is_names_without_list
from roadstead.engine.formats.passengers.sheets.plain_csv import looks_like_csv as looks_like_csv
from roadstead.engine.formats.passengers.sheets.plain_csv import read_csv as read_csv
from roadstead.engine.formats.passengers.sheets.read import is_read as is_read
from roadstead.engine.formats.passengers.sheets.shapes import OFFERED as OFFERED
from roadstead.engine.formats.passengers.sheets.shapes import TEMPLATES as TEMPLATES
from roadstead.engine.formats.passengers.sheets.template import write_template as write_template
from roadstead.engine.formats.passengers.sheets.workbook import HINT_ROWS as HINT_ROWS
from roadstead.engine.formats.passengers.sheets.workbook import read_workbook as read_workbook
from roadstead.engine.formats.passengers.sheets.workbook import workbook_voyage as workbook_voyage
from roadstead.engine.formats.passengers.sheets.write import write_sheet as write_sheet
