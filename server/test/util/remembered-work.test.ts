/**
 * Who shares work, who ends it, and that nobody is harmed by another one's leaving; then what is kept of it, for whom
 * and for how long, with a clock that stands still.
 */
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import { systemClock } from '../../src/util/clock.ts';
import { createRememberedWork, EQUALLY_PATIENT_MS } from '../../src/util/remembered-work.ts';
import type { RememberedWork, Wanted } from '../../src/util/remembered-work.ts';

interface Job {
  readonly signal: AbortSignal;
  readonly finish: (text: string) => void;
  readonly fail: (error: Error) => void;
}

interface Fixture {
  readonly join: (key: string, signal?: AbortSignal, deadline?: number) => Promise<string>;
  /** The work begun so far. */
  readonly jobs: readonly Job[];
  readonly job: (index: number) => Job;
}

function fixture(): Fixture {
  const underWay = createRememberedWork<string>();
  const jobs: Job[] = [];
  const work = (signal: AbortSignal): Promise<string> =>
    new Promise((finish, fail) => {
      jobs.push({ signal, finish, fail });
      signal.addEventListener('abort', () => fail(signal.reason));
    });
  return {
    join: (key, signal = new AbortController().signal, deadline = 0) =>
      underWay.recall({ owner: 'any', key, signal, deadline, work }),
    jobs,
    job: (index) => {
      const found = jobs[index];
      if (found === undefined) throw new Error(`There is no work ${index}.`);
      return found;
    },
  };
}

test('those who ask for the same share the work, others do not', async () => {
  const { join, job, jobs } = fixture();
  const answers = [join('a'), join('a'), join('b')];
  expect(jobs).toHaveLength(2);
  job(0).finish('A');
  job(1).finish('B');
  expect(await Promise.all(answers)).toEqual(['A', 'A', 'B']);
});

test('who asks when it is done begins anew', async () => {
  const { join, job, jobs } = fixture();
  const first = join('a');
  job(0).finish('1');
  await first;
  const second = join('a');
  expect(jobs).toHaveLength(2);
  job(1).finish('2');
  expect(await second).toBe('2');
});

test('a failure is for all who wait, and for nobody after them', async () => {
  const { join, job } = fixture();
  const answers = Promise.allSettled([join('a'), join('a')]);
  job(0).fail(new Error('broken'));
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = join('a');
  job(1).finish('fine');
  expect(await next).toBe('fine');
});

test('one who leaves does not disturb the others; the last one ends the work', async () => {
  const { join, job } = fixture();
  const [ann, bob] = [new AbortController(), new AbortController()];
  const answers = [join('a', ann.signal), join('a', bob.signal)];
  ann.abort(new Error('ann left'));
  await expect(answers[0]).rejects.toThrow('ann left');
  expect(job(0).signal.aborted).toBe(false);
  bob.abort(new Error('bob left'));
  await expect(answers[1]).rejects.toThrow('bob left');
  expect(job(0).signal.reason).toEqual(new Error('bob left'));
});

test('who asks after the last one left begins anew', async () => {
  const { join, job, jobs } = fixture();
  const ann = new AbortController();
  const left = join('a', ann.signal);
  ann.abort(new Error('left'));
  const stays = join('a');
  expect(jobs).toHaveLength(2);
  job(1).finish('done');
  await expect(left).rejects.toThrow('left');
  expect(await stays).toBe('done');
});

test('who has left already begins nothing', async () => {
  const { join, jobs } = fixture();
  await expect(join('a', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  expect(jobs).toHaveLength(0);
});

// ---- Who may wait longer --------------------------------------------------------------------------------------------

const timeout = (): Error => ODataError.of('RequestTimeout', { seconds: 1 });
const later = EQUALLY_PATIENT_MS + 1;

test('work that fails by the deadline of who began it begins again for those who may wait longer, once for all', async () => {
  const { join, job, jobs } = fixture();
  const answers = [join('a'), join('a', undefined, later), join('a', undefined, later)];
  job(0).fail(timeout());
  await expect(answers[0]).rejects.toThrow('took longer');
  expect(jobs).toHaveLength(2);
  job(1).finish('in time');
  expect(await Promise.all(answers.slice(1))).toEqual(['in time', 'in time']);
});

test.each<readonly [string, Error, number]>([
  ['who may wait no longer', timeout(), EQUALLY_PATIENT_MS],
  ['a failure that time does not mend', ODataError.of('DivisionByZero', {}), later],
  ['a fault', new Error('broken'), later],
])('%s: it does not begin again', async (_name, error, deadline) => {
  const { join, job, jobs } = fixture();
  const answers = Promise.allSettled([join('a'), join('a', undefined, deadline)]);
  job(0).fail(error);
  expect(await answers).toEqual([
    { status: 'rejected', reason: error },
    { status: 'rejected', reason: error },
  ]);
  expect(jobs).toHaveLength(1);
});

test('it begins again as often as somebody may wait longer still, and not for one who left', async () => {
  const { join, job, jobs } = fixture();
  const left = new AbortController();
  const answers = Promise.allSettled([
    join('a'),
    join('a', left.signal, 3 * later),
    join('a', undefined, later),
    join('a', undefined, 2 * later),
  ]);
  left.abort(new Error('left'));
  for (const turn of [0, 1]) {
    job(turn).fail(timeout());
    await new Promise(setImmediate);
  }
  expect(jobs).toHaveLength(3);
  job(2).finish('at last');
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
});

// ---- What is kept ---------------------------------------------------------------------------------------------------

interface Made {
  readonly id: string;
  /** Absent where it is not worth keeping. */
  readonly bytes?: number;
}

type Reading = Partial<Wanted<Made>> & { readonly keep?: boolean };

interface Driven {
  readonly memory: RememberedWork<Made>;
  /** Names in the order they were loaded. */
  readonly loads: string[];
  /** Names whose load was ended before it was done. */
  readonly aborted: string[];
  time: number;
  /** The latest load stays under way until this is called. */
  finish: () => void;
  read(reading: Reading): Promise<Made>;
}

function drive(maxBytes = 1_000): Driven {
  const clock = { ...systemClock, now: () => driven.time, sleep: () => Promise.resolve() };
  const driven: Driven = {
    memory: createRememberedWork({ maxAgeMs: 60_000, maxBytes, parts: 4, bytesOf: ({ bytes }) => bytes, clock }),
    loads: [],
    aborted: [],
    time: 1,
    finish: () => undefined,
    read: ({ owner = 'a', key = 'k', keep = true, ...rest }) =>
      driven.memory.recall({
        owner,
        key,
        signal: new AbortController().signal,
        deadline: 100_000,
        work: async (signal) => {
          const id = `${driven.loads.push(`${owner}/${key}`)}`;
          signal.addEventListener('abort', () => driven.aborted.push(`${owner}/${key}`));
          await new Promise<void>((resolve, reject) => {
            driven.finish = resolve;
            signal.addEventListener('abort', () => reject(signal.reason));
          });
          return { id, ...(keep && { bytes: 100 }) };
        },
        ...rest,
      }),
  };
  return driven;
}

/** Reads and lets the load end at once. */
async function done(driven: Driven, reading: Reading): Promise<string> {
  const made = driven.read(reading);
  driven.finish();
  return (await made).id;
}

test('the same read at the same time is made once, and its page is given again until it is too old', async () => {
  const driven = drive();
  const both = Promise.all([driven.read({}), driven.read({})]);
  driven.finish();
  const [one, other] = await both;
  expect(one).toBe(other);
  driven.time += 59_999;
  expect(await done(driven, {})).toBe('1');
  driven.time += 2;
  expect(await done(driven, {})).toBe('2');
});

test('another owner, another key and what is not worth keeping are read for themselves', async () => {
  const driven = drive();
  for (const request of [{}, { owner: 'b' }, { key: 'l' }, { key: 'm', keep: false }, { key: 'm', keep: false }]) {
    await done(driven, request);
  }
  expect(driven.loads).toEqual(['a/k', 'b/k', 'a/l', 'a/m', 'a/m']);
});

test('whoever asks for fresh rows gets them, and everyone after', async () => {
  const driven = drive();
  expect(await done(driven, {})).toBe('1');
  expect(await done(driven, { fresh: true })).toBe('2');
  expect(await done(driven, {})).toBe('2');
});

test('the read goes on while somebody waits for it, and ends with the last one', async () => {
  const driven = drive();
  const [first, second] = [new AbortController(), new AbortController()];
  const reads = [driven.read({ signal: first.signal }), driven.read({ signal: second.signal })];
  const settled = Promise.allSettled(reads);
  first.abort(new Error('first left'));
  await expect(reads[0]).rejects.toThrow('first left');
  expect(driven.aborted).toEqual([]);
  second.abort(new Error('second left'));
  await settled;
  expect(driven.aborted).toEqual(['a/k']);
  expect(await done(driven, {})).toBe('2');
});

test("a failure is everybody's who waits, and nobody's after", async () => {
  const driven = drive();
  const work = (): Promise<never> => Promise.reject(new Error('down'));
  const results = await Promise.allSettled([driven.read({ work }), driven.read({})]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await done(driven, {})).toBe('1');
});

test('a read that gives up sooner is no loss to who may wait longer', async () => {
  const driven = drive();
  const hasty = driven.read({ deadline: 10_000, work: () => Promise.reject(timeout()) });
  const patient = driven.read({ deadline: 100_000 });
  await expect(hasty).rejects.toThrow('took longer');
  driven.finish();
  expect(await patient).toMatchObject({ id: '1' });
  expect(driven.loads.length).toBe(1);
});

test('what a fresh read overtakes is for those who wait for it, and not kept', async () => {
  const driven = drive();
  const overtaken = driven.read({});
  const { finish } = driven;
  expect(await done(driven, { fresh: true })).toBe('2');
  finish();
  expect(await overtaken).toMatchObject({ id: '1' });
  expect(await done(driven, {})).toBe('2');
});

test('what a credential read is dropped with it, also what is still under way', async () => {
  const driven = drive();
  await done(driven, {});
  await done(driven, { owner: 'b' });
  const underWay = driven.read({ key: 'l' });
  driven.memory.forget('a');
  driven.finish();
  await underWay;
  await done(driven, {});
  await done(driven, { key: 'l' });
  await done(driven, { owner: 'b' });
  expect(driven.loads).toEqual(['a/k', 'b/k', 'a/l', 'a/k', 'a/l']);
});

test('memory is bounded, the least used goes first', async () => {
  const driven = drive(500);
  for (const key of ['1', '2', '3', '4', '1', '5', '1', '2']) await done(driven, { key });
  expect(driven.loads).toEqual(['a/1', 'a/2', 'a/3', 'a/4', 'a/5', 'a/2']);
});
