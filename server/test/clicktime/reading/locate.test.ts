/** Finding a place in one page, by table; `paging.test.ts` adds whole reads over lists that change. */
import { expect, test } from 'vitest';
import { locate } from '../../../src/clicktime/reading/locate.ts';

// The rows before the place were ... d c b a, so the anchors are a b c d.
const anchors = ['a', 'b', 'c', 'd'];

test.each<[string, string, readonly string[], number, number | undefined]>([
  ['unchanged', 'axyz', anchors, 0, 1],
  ['unchanged, seen from further back', 'dcbaxyz', anchors, 3, 4],
  ['one row inserted in front', 'baxyz', anchors, 0, 2],
  ['many rows inserted in front', 'dcbaxyz', anchors, 0, 4],
  ['rows deleted in front: the page begins too late', 'xyz', anchors, 0, undefined],
  ['the nearest row deleted, seen from further back', 'dcbxyz', anchors, 3, 3],
  ['the nearest row deleted, and one inserted in front', 'ndcbxyz', anchors, 3, 4],
  ['a row inserted between them: the agreeing ones decide', 'dcbnaxyz', anchors, 3, 3],
  ['the nearest row moved behind the place', 'xyaz', anchors, 0, undefined],
  ['the nearest row moved behind, others in their place', 'dcbxyaz', anchors, 3, 3],
  ['the nearest row moved to the front', 'adcbxyz', anchors, 3, 4],
  ['one far row left, where it was expected', 'dxyz', anchors, 3, 1],
  ['one far row left, elsewhere', 'nndxyz', anchors, 3, undefined],
  ['a single anchor is believed anywhere', 'nnaxyz', ['a'], 0, 3],
  ['all gone', 'xyz', anchors, 3, undefined],
  ['an empty page', '', anchors, 0, undefined],
  ['the beginning needs no anchor', 'xyz', [], -1, 0],
])('%s', (_name, ids, before, expectedIndex, start) => {
  expect(locate(ids.split(''), before, expectedIndex)).toBe(start);
});
