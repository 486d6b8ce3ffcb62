"""Reads what `dotnet list package --vulnerable --include-transitive --format json` reports: names each package with a known hole.

Ends with 1 where there is one, or where the report says of no project what it is built of. Where no source of packages keeps a list of
holes, or none can be asked, that is said in so many words: then nothing was looked up, and a report without holes means nothing.
"""

import json
import sys
import urllib.request

PATIENCE = 30


def tells(source):
    """Whether a source of packages keeps a list of holes."""
    if "://" not in source:
        return False
    try:
        with urllib.request.urlopen(source, timeout=PATIENCE) as answer:
            return any(part.get("@type", "").startswith("VulnerabilityInfo/") for part in json.load(answer).get("resources", []))
    except (OSError, ValueError):
        return False


def holes(report):
    """Each hole once: the package, its version, how bad it is, where it is told of."""
    found = set()
    for project in report.get("projects", []):
        for framework in project.get("frameworks", []):
            for package in framework.get("topLevelPackages", []) + framework.get("transitivePackages", []):
                for hole in package.get("vulnerabilities", []):
                    found.add((package["id"], package["resolvedVersion"], hole.get("severity", "?"), hole.get("advisoryurl", "?")))
    return sorted(found)


def main(path):
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    faults = [problem.get("text", "?") for problem in report.get("problems", []) if problem.get("level") == "error"]
    if not report.get("projects"):
        faults.append("The report names no project.")
    for fault in faults:
        print(fault)
    found = holes(report)
    for hole in found:
        print("%s %s: %s, %s" % hole)
    if found or faults:
        return 1
    if any(tells(source) for source in report.get("sources", [])):
        print("No package has a known hole.")
    else:
        print("NOT LOOKED UP: no source of packages here keeps a list of known holes, or none answers.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
