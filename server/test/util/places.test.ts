/** Places that many share: nobody has more than are left free. */
import { expect, test } from 'vitest';
import { createPlaces, type Places } from '../../src/util/places.ts';

/** Takes places until there is none, and gives how many there were. */
function takeAll(places: Places, holder: string): number {
  let taken = 0;
  while (places.take(holder).kind === 'Taken') taken++;
  return taken;
}

test('a holder has its own bound', () => {
  const places = createPlaces({ each: 3, inAll: 100 });
  expect(takeAll(places, 'a')).toBe(3);
  expect(places.take('a')).toEqual({ kind: 'OwnBound' });
  expect(places.take('b').kind).toBe('Taken');
});

test('a greedy holder leaves half of the places, and the next one half of those', () => {
  const places = createPlaces({ each: 1_000, inAll: 120 });
  expect(takeAll(places, 'a')).toBe(60);
  expect(places.take('a')).toEqual({ kind: 'Full' });
  expect(takeAll(places, 'b')).toBe(30);
  for (const holder of 'cdefghij') expect(places.take(holder).kind).toBe('Taken');
});

test('a place that is given back is free again, for anybody', () => {
  const places = createPlaces({ each: 1, inAll: 2 });
  const first = places.take('a');
  expect(places.take('a').kind).toBe('OwnBound');
  if (first.kind === 'Taken') first.giveBack();
  expect(places.take('a').kind).toBe('Taken');
  expect(places.take('b').kind).toBe('Taken');
  expect(places.take('c').kind).toBe('Full');
});
