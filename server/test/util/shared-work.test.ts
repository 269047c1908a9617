/** Who shares work, who ends it, and that nobody is harmed by another one's leaving. */
import { expect, test } from 'vitest';
import { ODataError } from '../../src/errors/odata-error.ts';
import { createSharedWork, EQUALLY_PATIENT_MS } from '../../src/util/shared-work.ts';

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
  const shared = createSharedWork<string>();
  const jobs: Job[] = [];
  const work = (signal: AbortSignal): Promise<string> =>
    new Promise((finish, fail) => {
      jobs.push({ signal, finish, fail });
      signal.addEventListener('abort', () => fail(signal.reason));
    });
  return {
    join: (key, signal = new AbortController().signal, deadline = 0) => shared.join(key, { signal, deadline }, work),
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
