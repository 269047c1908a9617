/** Waiting that ends with what was waited for, or with the signal, and takes back in the second case alone. */
import { expect, test } from 'vitest';
import { abortable } from '../../src/util/abortable.ts';

interface Begun {
  readonly promise: Promise<string>;
  readonly resolve: (text: string) => void;
  readonly reject: (error: unknown) => void;
  /** How often what was begun was taken back. */
  readonly left: () => number;
}

function begin(signal: AbortSignal): Begun {
  let left = 0;
  let settle: Pick<Begun, 'resolve' | 'reject'> = { resolve: () => undefined, reject: () => undefined };
  const promise = abortable<string>(signal, (resolve, reject) => {
    settle = { resolve, reject };
    return () => {
      left += 1;
    };
  });
  return { promise, ...settle, left: () => left };
}

test('who got what was waited for has not left, even if the signal aborts later', async () => {
  const controller = new AbortController();
  const { promise, resolve, left } = begin(controller.signal);
  resolve('done');
  controller.abort();
  expect(await promise).toBe('done');
  expect(left()).toBe(0);
});

test('so it is with a failure', async () => {
  const controller = new AbortController();
  const { promise, reject, left } = begin(controller.signal);
  reject(new Error('broken'));
  controller.abort();
  await expect(promise).rejects.toThrow('broken');
  expect(left()).toBe(0);
});

test('an abort takes back what was begun, once, with its own reason; what comes later changes nothing', async () => {
  const controller = new AbortController();
  const { promise, resolve, left } = begin(controller.signal);
  controller.abort(new Error('gone'));
  resolve('too late');
  await expect(promise).rejects.toThrow('gone');
  expect(left()).toBe(1);
});

test('what is there at once is not waited for', async () => {
  const controller = new AbortController();
  let left = 0;
  const promise = abortable<string>(controller.signal, (resolve) => {
    resolve('here');
    return () => {
      left += 1;
    };
  });
  controller.abort();
  expect(await promise).toBe('here');
  expect(left).toBe(0);
});

test('nothing is begun where the signal has aborted already', async () => {
  const { promise, left } = begin(AbortSignal.abort(new Error('gone before')));
  await expect(promise).rejects.toThrow('gone before');
  expect(left()).toBe(0);
});
