"""Every other question about a record is about one that there is."""
import json
import os

import schemathesis

RECORDS = json.loads(os.environ["API_RECORDS"])


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    given = (path_parameters or {}).get("record")
    system = context.operation.path.split("/")[3] if context.operation.path.count("/") > 3 else ""
    if isinstance(given, str) and system in RECORDS:
        # What was generated decides, so that the same seed asks the same.
        turn = sum(given.encode("utf-8", "replace"))
        if turn % 2:
            known = RECORDS[system]
            return {**path_parameters, "record": known[turn // 2 % len(known)]}
    return path_parameters
