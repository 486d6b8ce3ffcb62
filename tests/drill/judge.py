"""Reads a report of wapiti: what it found, by kind. Ends with 1 if there is anything.

Vulnerabilities are findings, and so are answers that failed within (500) or took too long: nothing that a stranger sends may do that.
"""
import json
import sys

report = json.load(open(sys.argv[1], encoding="utf-8"))
found = [(kind, one) for part in ("vulnerabilities", "anomalies") for kind, ones in report[part].items() for one in ones]
for kind, one in found:
    print(f"{kind}: {one['method']} {one['path']} {one.get('parameter') or ''}: {one['info']}")
    print(f"  {one['curl_command']}")
print(f"wapiti: {len(found)} findings")
sys.exit(1 if found else 0)
