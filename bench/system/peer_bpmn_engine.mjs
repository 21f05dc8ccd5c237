// The life cycle of life.bpmn in bpmn-engine.
//
// usage: peer_bpmn_engine.mjs life.bpmn tries.json
// Prints the CPU time of a step, over whole lives and of confirming alone, and what came
// of it.
//
// Conditions and scripts are functions that the engine is given: as texts each of them is
// run in a context of V8 of its own, which took a tenth longer in our trials.

import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';

import * as elements from 'bpmn-elements';
import { Engine } from 'bpmn-engine';
import BpmnModdle from 'bpmn-moddle';
import serialize, { TypeResolver } from 'moddle-context-serializer';

const [, , path, tries] = process.argv;
const packages = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).dependencies;
const version = packages['bpmn-engine'];

const GUARDS = {
  entered: (v) => v.total >= 5000000,
  applied: (v) => v.started_on <= v.today,
  confirmed: (v) => v.started_on <= v.today && Boolean(v.permit || v.order) && Boolean(v.payment || v.meter),
  finished: (v) => v.finished_on <= v.today && v.finished_on >= v.started_on,
};
const FACTS = {
  state_started: (v) => v.facts.push({ metric: 'work.started', value: 1, on: v.started_on, level: v.level }),
  state_invested: (v) => v.facts.push({ metric: 'work.invested', value: v.total, on: v.finished_on, level: v.level }),
};

/** Hands out the functions above. */
const functions = {
  register() {},
  getScript(language, { id }) {
    const guard = GUARDS[id];
    if (guard) return { execute: ({ environment }, next) => next(null, guard(environment.variables)) };
    const fact = FACTS[id];
    return { execute: ({ environment }, next) => next(null, fact(environment.variables) > 0) };
  },
};

const WORDS = {
  LANGUAGE: ' language="functions"',
  FORMAT: ' scriptFormat="functions"',
  ENTER: 'total is enough',
  APPLY: 'not after today',
  CONFIRM: 'not after today, with both signs',
  FINISH: 'between start and today',
  TEN_DAYS: 'P10D',
  STATE_STARTED: 'one was started',
  STATE_INVESTED: 'so much was invested',
};

/** The model, read once for all instances. */
async function specification() {
  const source = readFileSync(path, 'utf8').replace(/@(\w+)@/g, (_, name) => WORDS[name]);
  const read = await new BpmnModdle().fromXML(source);
  return serialize(read, TypeResolver(elements));
}

const listener = new EventEmitter();
let waits;
listener.on('activity.wait', (api) => { waits = api; });

async function begin(sourceContext, today) {
  const engine = new Engine({
    name: 'works',
    sourceContext,
    scripts: functions,
    variables: { today, facts: [] },
  });
  waits = undefined;
  const execution = await engine.execute({ listener });
  return { execution, waits };
}

/** Does what somebody asks for. */
function step(life, [action, given]) {
  if (life.waits.id !== action) throw new Error(`${life.waits.id} waits, not ${action}`);
  Object.assign(life.waits.environment.variables, given);
  const api = life.waits;
  waits = undefined;
  api.signal();
  life.waits = waits;
}

/** The nanoseconds of CPU that this process has used. */
function now() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

const sourceContext = await specification();
const { today, lives } = JSON.parse(readFileSync(tries, 'utf8'));
const counts = { steps: 0, ended: 0, started: 0, invested: 0 };

// Lives that are over go away at once, as they would where records are kept elsewhere.
let whole = 0;
let confirming = 0;
let confirmed = 0;
for (const life of lives) {
  const start = now();
  const one = await begin(sourceContext, today);
  for (const asked of life) step(one, asked);
  whole += now() - start;
  counts.steps += life.length;
  if (one.execution.state !== 'idle') throw new Error(`a life is ${one.execution.state}`);
  const { facts } = one.execution.environment.variables;
  if (facts.length === 2) counts.ended += 1;
  for (const fact of facts) {
    counts[fact.metric === 'work.started' ? 'started' : 'invested'] += fact.value;
  }
}
for (const life of lives) {
  if (life.length < 4) continue;
  const one = await begin(sourceContext, today);
  for (const asked of life.slice(0, 2)) step(one, asked);
  const start = now();
  step(one, life[2]);
  confirming += now() - start;
  confirmed += 1;
}

console.log(JSON.stringify({ engine: `bpmn-engine ${version}`, step: whole / counts.steps, confirm: confirming / confirmed, counts }));
process.exit(0);
