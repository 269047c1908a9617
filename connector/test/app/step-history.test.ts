// Back, Forward and reload, over a browser's history in memory that goes where it is told a moment later, as browsers do.
import { expect, test } from 'vitest';
import { createStepHistory } from '../../app/step-history.ts';

/** A tab: entries with their states, the present one, and what was asked of it and has not happened yet. */
function openTab(entries: unknown[] = [null], at = 0) {
  let listener: ((event: PopStateEvent) => void) | undefined;
  const tab = { entries, at, going: [] as number[] };
  const history = {
    get state(): unknown {
      return tab.entries[tab.at];
    },
    pushState(state: unknown) {
      tab.entries.splice(tab.at + 1, Infinity, structuredClone(state));
      tab.at += 1;
    },
    replaceState(state: unknown) {
      tab.entries[tab.at] = structuredClone(state);
    },
    go: (by: number) => void tab.going.push(by),
  };
  // oxlint-disable-next-line no-unsafe-type-assertion -- as much of a window as is used
  const browser = {
    history,
    addEventListener: (_: string, given: typeof listener) => void (listener = given),
    removeEventListener: () => void (listener = undefined),
  } as unknown as Window;
  const move = (by: number): void => {
    tab.at += by;
    listener?.({ state: tab.entries[tab.at] } as PopStateEvent);
  };
  const settle = (): void => {
    for (let by = tab.going.shift(); by !== undefined; by = tab.going.shift()) move(by);
  };
  return { tab, browser, move, settle };
}

const steps = (entries: readonly unknown[]): readonly unknown[] =>
  entries.map((entry) => Reflect.get(Object(entry), 'step'));

test('each step has its entry, in order, with the choices of now', () => {
  const { tab, browser, settle } = openTab();
  const history = createStepHistory(browser);
  history.onMove((step) => step);
  history.keep({ step: 0 });
  history.keep({ step: 2, request: 'a' });
  history.keep({ step: 2, request: 'b' });
  expect([steps(tab.entries), tab.at, tab.entries[2]]).toEqual([[0, 1, 2], 2, { step: 2, request: 'b' }]);
  history.keep({ step: 1, request: 'b' });
  settle();
  expect([tab.at, tab.entries[1]]).toEqual([1, { step: 1, request: 'b' }]);
});

test('Back and Forward lead where the page goes, and nowhere else', () => {
  const { tab, browser, move, settle } = openTab();
  const history = createStepHistory(browser);
  const asked: number[] = [];
  let open = 2;
  history.onMove((step) => {
    asked.push(step);
    return Math.min(step, open);
  });
  history.keep({ step: 2 });
  move(-1);
  move(1);
  expect([asked, tab.at]).toEqual([[1, 2], 2]);
  open = 0;
  move(-2);
  move(2);
  settle();
  expect([asked, tab.at, tab.going]).toEqual([[1, 2, 0, 2], 0, []]);
});

test('after a reload the page begins at its first entry, with what the last one held', () => {
  const kept = { step: 2, program: 'excel', request: { version: 1 }, resume: false } as const;
  const { tab, browser, settle } = openTab(['elsewhere', { step: 0 }, { step: 1 }, kept], 3);
  const history = createStepHistory(browser);
  expect(history.opened).toEqual(kept);
  history.onMove((step) => step);
  history.keep({ step: 0, request: kept.request, resume: true });
  history.keep({ step: 0, request: kept.request, resume: true });
  settle();
  expect([tab.at, tab.entries[1], tab.entries[0]]).toEqual([
    1,
    { step: 0, request: { version: 1 }, resume: true },
    'elsewhere',
  ]);
});

test.each([null, 'x', { step: 7 }, { step: -1 }, { step: 1.5 }, { step: '1' }, []])(
  'an entry of somebody else, %j, is a beginning',
  (state) => {
    expect(createStepHistory(openTab([state]).browser).opened).toMatchObject({ step: 0, resume: false });
  },
);

test('a browser that refuses so many changes stops nothing', () => {
  const { browser } = openTab();
  const history = createStepHistory(browser);
  browser.history.replaceState = () => {
    throw new Error('too many');
  };
  expect(() => {
    history.keep({ step: 0 });
  }).not.toThrow();
});
