import { expect, test } from 'vitest';
import { oddValueWarnings } from '../../../src/clicktime/model/odd-values.ts';
import { createLogger } from '../../../src/log.ts';
import { systemClock } from '../../../src/util/clock.ts';

test('one warning a minute for each field, which says how many there were since the one before', () => {
  const lines: string[] = [];
  let now = 1_000_000;
  const clock = { ...systemClock, now: () => now };
  const warn = oddValueWarnings(createLogger('warn', { write: (line) => void lines.push(line) }), clock);
  const odd = (field: string) => ({ entitySet: 'Jobs', field, record: 'j1', reason: `field '${field}' is odd.` });
  for (let index = 0; index < 1_000; index++) warn(odd('Notes'));
  warn(odd('EndDate'));
  now += 60_000;
  warn(odd('Notes'));
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    {
      entitySet: 'Jobs',
      field: 'Notes',
      record: 'j1',
      others: 0,
      msg: "a value of ClickTime's is left out: field 'Notes' is odd.",
    },
    { field: 'EndDate', others: 0 },
    { field: 'Notes', others: 999 },
  ]);
});
