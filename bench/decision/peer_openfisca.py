"""OpenFisca-core on the table, as a formula over columns: all rows at once."""

import re
import statistics
import sys
import time

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

import peer_table

PERIOD = "2026-01"


def variable(name, kind, entity, values=None, formula=None):
    """A variable, which OpenFisca names by its class; strings with few values as its enums."""
    entries = {"value_type": kind, "entity": entity, "definition_period": DateUnit.MONTH, "label": name}
    if values:
        entries |= {"value_type": Enum, "possible_values": values, "default_value": list(values)[0]}
    if formula:
        entries["formula"] = formula
    return type(name, (Variable,), entries)


def main():
    inputs, outputs, rules = peer_table.read(sys.argv[1])
    rows = peer_table.rows(sys.argv[2])
    person = build_entity("person", "persons", "A person", is_person=True)
    system = TaxBenefitSystem([person])
    few = {}
    for name in inputs:
        if isinstance(rows[0][name], str):
            values = sorted({row[name] for row in rows})
            few[name] = Enum(name, [(value, value) for value in values])
    conditions = []
    for tests, _ in rules:
        parts = [f"({test.replace('?', name)})" for test, name in zip(tests, inputs) if test]
        text = re.sub(r'(\w+) == "(\w+)"', r'\1 == few["\1"]["\2"]', " & ".join(parts))
        conditions.append(compile(text, "rule", "eval"))
    answers = [[eval(answer) for answer in given] for _, given in rules]  # noqa: S307

    def formula(column, otherwise):
        def run(person, period):
            columns = {name: person(name, period) for name in inputs}
            held = [eval(condition, {"few": few}, columns) for condition in conditions]  # noqa: S307
            return numpy.select(held, [given[column] for given in answers], otherwise)

        return run

    kinds = {name: type(rows[0][name]) for name in inputs}
    for name in inputs:
        system.add_variable(variable(name, kinds[name], person, few.get(name)))
    system.add_variable(variable("Tier", str, person, formula=formula(0, "")))
    system.add_variable(variable("Amount", int, person, formula=formula(1, 0)))
    columns = {name: numpy.array([row[name] for row in rows]) for name in inputs}
    times = []
    for _ in range(5):
        simulation = SimulationBuilder().build_default_simulation(system, count=len(rows))
        for name in inputs:
            simulation.set_input(name, PERIOD, columns[name])
        start = time.process_time_ns()
        for name in outputs:
            simulation.calculate(name, PERIOD)
        times.append((time.process_time_ns() - start) / len(rows))
    tiers = [str(tier) for tier in simulation.calculate("Tier", PERIOD)]
    peer_table.report("OpenFisca-core 46.0.1, all rows at once", statistics.median(times), tiers)


main()
