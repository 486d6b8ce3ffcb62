"""Reads the text format of Prometheus from standard input with Debian's python3-prometheus-client and prints its samples as JSON."""
import json
import sys

from prometheus_client.parser import text_string_to_metric_families

text = sys.stdin.buffer.read().decode("utf-8")
print(json.dumps([
    {"family": family.name, "kind": family.type, "help": family.documentation, "name": sample.name, "labels": sample.labels, "value": sample.value if sample.value == sample.value else None}
    for family in text_string_to_metric_families(text) for sample in family.samples
]))
