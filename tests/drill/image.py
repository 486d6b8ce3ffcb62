"""Unpacks an image as `docker load` takes it, layer upon layer, and says what it runs with.

    python3 image.py IMAGE.tar.gz FOLDER

Prints its environment, a NAME=value a line. Ends with 1, and says why, if a container of it would be root, would listen elsewhere than documented, or
if it holds what none needs to run.
"""
import json
import os
import subprocess
import sys

archive, folder = sys.argv[1:]
parts = folder + ".parts"
os.makedirs(parts)
os.makedirs(folder)
subprocess.run(["tar", "-xf", archive, "-C", parts], check=True)
manifest = json.load(open(os.path.join(parts, "manifest.json"), encoding="utf-8"))[0]
config = json.load(open(os.path.join(parts, manifest["Config"]), encoding="utf-8"))["config"]
faults = []
for layer in manifest["Layers"]:
    subprocess.run(["tar", "--numeric-owner", "-xf", os.path.join(parts, layer), "-C", folder], check=True)
if config.get("User", "").split(":")[0] in ("", "0", "root"):
    faults.append("a container of it is root")
if "8080/tcp" not in config.get("ExposedPorts", {}):
    faults.append("it does not say that it listens at 8080")
if config.get("Entrypoint") != ["/app/Whalepaper"]:
    faults.append(f"it begins with {config.get('Entrypoint')}")
if manifest.get("RepoTags") is None or not any(tag.endswith(":latest") for tag in manifest["RepoTags"]):
    faults.append(f"it is called {manifest.get('RepoTags')}")
for place, _, names in os.walk(os.path.join(folder, "app")):
    faults += [f"{os.path.join(place, name)} is for developers" for name in names if name.endswith((".pdb", ".cs", ".csproj"))]
for fault in faults:
    print(fault)
for setting in config.get("Env", []):
    print(setting)
sys.exit(1 if faults else 0)
