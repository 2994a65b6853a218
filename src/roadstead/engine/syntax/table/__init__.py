"""Tables: bytes of a workbook (xlsx, xls, ods) or csv file to sheets of rows of cells, without their meaning."""

from roadstead.engine.syntax.table.numbers import day_of_serial as day_of_serial
from roadstead.engine.syntax.table.sheet import DELIMITERS as DELIMITERS
from roadstead.engine.syntax.table.sheet import Decoded as Decoded
from roadstead.engine.syntax.table.sheet import Row as Row
from roadstead.engine.syntax.table.sheet import Sheet as Sheet
from roadstead.engine.syntax.table.sheet import Workbook as Workbook
from roadstead.engine.syntax.table.sheet import clean_cell as clean_cell
from roadstead.engine.syntax.table.sheet import csv_sheet as csv_sheet
from roadstead.engine.syntax.table.sheet import decoded as decoded
from roadstead.engine.syntax.table.sheet import likely_delimiters as likely_delimiters
from roadstead.engine.syntax.table.sheet import rows as rows
from roadstead.engine.syntax.table.workbook import looks_like_workbook as looks_like_workbook
from roadstead.engine.syntax.table.workbook import parse_workbook as parse_workbook
from roadstead.engine.syntax.table.write_csv import csv_bytes as csv_bytes
