/** What is added to a body comes out in order, in pieces that are worth sending, each counted once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBodyWriter, PIECE } from '../../../src/protocol/payload/body-writer.ts';
import { piecesOf } from '../../../src/protocol/message.ts';
import { uncountedShare } from '../../../src/util/memory-budget.ts';

test('texts and bytes follow one another, and few pieces are short', () => {
  const length = fc.oneof(fc.nat(200), fc.constantFrom(PIECE / 2, PIECE - 1, PIECE, PIECE + 1));
  fc.assert(
    fc.property(fc.array(fc.tuple(length, fc.boolean()), { maxLength: 30 }), (added) => {
      let counted = 0;
      const take = (bytes: number): undefined => void (counted += bytes);
      const body = createBodyWriter({ ...uncountedShare, take });
      const texts = added.map(([size], index) => String(index % 10).repeat(size));
      for (const [index, text] of texts.entries()) {
        if (added[index]?.[1] === true) body.addBytes(Buffer.from(text));
        else body.add(text);
        void body.settle();
      }
      const pieces = piecesOf(body.end());
      expect(Buffer.concat(pieces).toString()).toBe(texts.join(''));
      const all = texts.join('').length;
      expect(counted).toBeLessThanOrEqual(all);
      expect(counted).toBeGreaterThanOrEqual(all - PIECE);
      // One that is short ends where a long one begins.
      const short = pieces.filter((piece) => piece.length < PIECE / 2).length;
      expect(short).toBeLessThanOrEqual(1 + texts.filter((text) => text.length >= PIECE / 2).length);
    }),
  );
});

test('what is short is text, where all of it was added as text', () => {
  const body = createBodyWriter(uncountedShare);
  body.add('{"a":');
  body.add('1}');
  expect(body.end()).toBe('{"a":1}');
});
