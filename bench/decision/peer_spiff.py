"""SpiffWorkflow's DMN engine on the table: its cells are Python, not FEEL.

Every tenth row is timed, as a row takes a good tenth of a millisecond; all are decided.
"""

import logging
import sys
import time
from types import SimpleNamespace

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.specs import model

import peer_table


def build(path):
    inputs, outputs, rules = peer_table.read(path)
    table = model.DecisionTable("t", "t", model.HitPolicy.UNIQUE.value)
    table.inputs = [model.Input(name, name, name, name, None) for name in inputs]
    table.outputs = [model.Output(name, name, name, None) for name in outputs]
    for number, (tests, answers) in enumerate(rules):
        rule = model.Rule(str(number))
        for column, test in zip(table.inputs, tests):
            entry = model.InputEntry(column.id, column)
            entry.lhs = [test]
            rule.inputEntries.append(entry)
        for column, answer in zip(table.outputs, answers):
            entry = model.OutputEntry(column.id, column)
            entry.text = answer
            rule.outputEntries.append(entry)
        table.rules.append(rule)
    return DMNEngine(table)


def main():
    logging.disable(logging.CRITICAL)
    engine = build(sys.argv[1])
    workflow = SimpleNamespace(script_engine=PythonScriptEngine())
    tasks = [SimpleNamespace(data=row, workflow=workflow) for row in peer_table.rows(sys.argv[2])]
    timed = tasks[::10]
    start = time.process_time_ns()
    for task in timed:
        engine.result(task)
    nanos = (time.process_time_ns() - start) / len(timed)
    tiers = [engine.result(task).get("Tier") for task in tasks]
    peer_table.report("SpiffWorkflow 3.2.0", nanos, tiers)


main()
