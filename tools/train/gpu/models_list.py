"""Enters a model into model/weights/models.json. What is listed never changes: a released file is not written again (model/weights/README.md)."""
import datetime, hashlib, json, os, re, shutil, sys

LIST = "models.json"


def path_of(folder, release):
    """Where the weights of NAME-rN go; ends the program where that release is listed or its file is there."""
    if not re.fullmatch(r"[a-z0-9-]+-r[1-9][0-9]*", release):
        sys.exit(f"{release} is no release; name it NAME-rN, N one higher than the last release of that name")
    path = os.path.join(folder, release + ".safetensors")
    if os.path.exists(path) or any(full_name(m) == release for m in read(folder)):
        sys.exit(f"{release} is released and never changes; take the next N")
    return path


def full_name(model):
    return f"{model['name']}-r{model['release']}"


def read(folder):
    path = os.path.join(folder, LIST)
    return json.load(open(path))["models"] if os.path.exists(path) else []


def add(folder, release, kind, trainer, replaces=None):
    """Adds the entry of a file that is in the folder. With `replaces`, a function of an entry, it becomes the default in the place of those that it is true of."""
    data = open(os.path.join(folder, release + ".safetensors"), "rb").read()
    digest = hashlib.sha256(data).hexdigest()
    name, number = re.fullmatch(r"(.+)-r([0-9]+)", release).groups()
    models = read(folder)
    if any(m["id"] == digest[:8] for m in models): sys.exit(f"{digest[:8]} is listed already")
    if replaces:
        for m in models:
            if m["kind"] == kind and m["status"] == "default" and replaces(m): m["status"] = "released"
    entry = {"name": name, "release": int(number), "kind": kind, "id": digest[:8], "sha256": digest, "bytes": len(data), "licence": "MIT",
             "trainer": trainer, "date": datetime.date.today().isoformat(), "status": "default" if replaces else "released"}
    at = next((i for i, m in enumerate(models) if m["status"] == "pre-release"), len(models))
    models.insert(at, entry)
    with open(os.path.join(folder, LIST), "w") as file:
        json.dump({"models": models}, file, indent=2)
        file.write("\n")
    print(entry)


def export(source, weights, report, folder, name, kind, trainer, replaces):
    """Copies weights, log and report of a training run, and lists the network; `replaces` as in add."""
    shutil.copyfile(os.path.join(source, weights), path_of(folder, name))
    for ending in ("log.jsonl", report):
        path = os.path.join(source, ending)
        if os.path.exists(path): shutil.copyfile(path, os.path.join(folder, f"{name}.{ending}"))
    add(folder, name, kind, trainer, replaces)
