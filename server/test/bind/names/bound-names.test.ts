/** Names of what is bound are resolved by the binder alone, once; names/ is asked only where the answer would be 501. */
import { beforeEach, expect, test, vi } from 'vitest';
import { clicktimeModel } from '../../../src/clicktime/model/clicktime-model.ts';
import { followSegment } from '../../../src/bind/names/follow-segment.ts';
import { bindUrl, refusalOf } from '../harness.ts';

vi.mock(import('../../../src/bind/names/follow-segment.ts'), { spy: true });

beforeEach(() => {
  vi.mocked(followSegment).mockClear();
});

test.each([
  "Jobs('x')/TimeEntries?$filter=Job/Client/Name eq 'a' and Hours gt @h&@h=5&$orderby=User/Name",
  'Jobs?$select=Name,CustomFields/Region&$expand=Client($select=Name),TimeEntries($filter=Hours gt 5;$orderby=Date)',
  "Clients('x')/CustomFields/Region/$value",
  "Jobs/$count?$filter=Client/CustomFields/Region eq 'a'",
])('%s', (url) => {
  bindUrl(url, clicktimeModel);
  expect(followSegment).not.toHaveBeenCalled();
});

test.each([
  ["Jobs?$filter=Client/Nam eq 'a'", 'UnknownProperty'],
  ['Jobs?$orderby=TimeEntries/Hours', 'TypeMismatch'],
  ['Jobs?$expand=TimeEntries($select=Hour)', 'UnknownProperty'],
])('a name that is not there: %s', (url, code) => {
  expect(refusalOf(url, clicktimeModel).code).toBe(code);
  expect(followSegment).not.toHaveBeenCalled();
});

test.each(['Jobs?$filter=TimeEntries/any(e:e/Hours gt 5)', 'Jobs?$apply=groupby((Name))', 'Jobs/ClickTime.Job'])(
  'not bound: %s',
  (url) => {
    expect(refusalOf(url, clicktimeModel).code).toBe('UnsupportedFeature');
    expect(followSegment).toHaveBeenCalled();
  },
);
