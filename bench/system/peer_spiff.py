"""The life cycle of life.bpmn in SpiffWorkflow.

usage: peer_spiff.py life.bpmn tries.json
Prints the CPU time of a step, over whole lives and of confirming alone, and what came of it.
"""

import json
import logging
import sys
import time
from importlib.metadata import version

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

WORDS = {
    "LANGUAGE": "",
    "FORMAT": "",
    "ENTER": "total &gt;= 5000000",
    "APPLY": "started_on &lt;= today",
    "CONFIRM": "started_on &lt;= today and bool(permit or order) and bool(payment or meter)",
    "FINISH": "finished_on &lt;= today and finished_on &gt;= started_on",
    "TEN_DAYS": '"P10D"',
    "STATE_STARTED": 'facts = facts + [{"metric": "work.started", "value": 1, "on": started_on, "level": level}]',
    "STATE_INVESTED": 'facts = facts + [{"metric": "work.invested", "value": total, "on": finished_on, "level": level}]',
}


def specification(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for name, words in WORDS.items():
        text = text.replace(f"@{name}@", words)
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(text.encode("utf-8")), filename=path)
    return parser.get_spec("works")


def begin(spec, today):
    workflow = BpmnWorkflow(spec)
    workflow.task_tree.data.update(today=today, facts=[])
    workflow.do_engine_steps()
    return workflow


def step(workflow, action, given):
    """Does what somebody asks for."""
    task = workflow.get_next_task(state=TaskState.READY, manual=True)
    if task.task_spec.name != action:
        raise SystemExit(f"{task.task_spec.name} waits, not {action}")
    task.data.update(given)
    task.run()
    workflow.do_engine_steps()


def main():
    logging.disable(logging.CRITICAL)
    spec = specification(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        asked = json.load(file)
    today, lives = asked["today"], asked["lives"]

    counts = {"steps": 0, "ended": 0, "started": 0, "invested": 0}
    # Lives that are over go away at once, as they would where records are kept elsewhere.
    whole = 0
    for life in lives:
        start = time.process_time_ns()
        workflow = begin(spec, today)
        for action, given in life:
            step(workflow, action, given)
        whole += time.process_time_ns() - start
        counts["steps"] += len(life)
        if not workflow.completed:
            raise SystemExit("a life did not end")
        facts = workflow.data["facts"]
        counts["ended"] += len(facts) == 2
        for fact in facts:
            name = "started" if fact["metric"] == "work.started" else "invested"
            counts[name] += fact["value"]

    confirming, confirmed = 0, 0
    for life in lives:
        if len(life) < 4:
            continue
        workflow = begin(spec, today)
        for action, given in life[:2]:
            step(workflow, action, given)
        start = time.process_time_ns()
        step(workflow, *life[2])
        confirming += time.process_time_ns() - start
        confirmed += 1

    engine = f"SpiffWorkflow {version('SpiffWorkflow')}"
    print(json.dumps({"engine": engine, "step": whole / counts["steps"], "confirm": confirming / confirmed, "counts": counts}))


main()
