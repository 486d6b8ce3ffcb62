"""Reads BibTeX from standard input with Debian's python3-bibtexparser and prints the entries as JSON, LaTeX turned into Unicode."""
import json
import sys

import bibtexparser
from bibtexparser.bparser import BibTexParser
from bibtexparser.latexenc import latex_to_unicode

parser = BibTexParser(common_strings=False, ignore_nonstandard_types=False)
text = sys.stdin.buffer.read().decode("utf-8")
database = bibtexparser.loads(text, parser=parser)
if database.comments or database.strings or database.preambles:
    sys.exit("something stands outside of the entries")
verbatim = {"url", "doi", "eprint", "ENTRYTYPE", "ID"}
print(json.dumps([{key: value if key in verbatim else latex_to_unicode(value) for key, value in entry.items()} for entry in database.entries]))
