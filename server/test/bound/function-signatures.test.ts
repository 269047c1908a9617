/** Every canonical function that the grammar reads is either evaluated or known to be unsupported: none is a 500. */
import { expect, test } from 'vitest';
import { canonicalFunctionNames } from '../../../grammar/index.ts';
import { canonicalFunctions } from '../../src/bound/canonical-functions.ts';
import { functionDefinitions, unsupportedFunctions } from '../../src/bound/function-signatures.ts';

/** Nodes of their own in the syntax tree. */
const ofTheirOwn = ['case', 'cast', 'isof'];
/** Bound by themselves: they take collections of anything. */
const overCollections = ['hassubset', 'hassubsequence'];

test('the tables of functions name those of the grammar', () => {
  const known = new Set([
    ...Object.keys(functionDefinitions),
    ...unsupportedFunctions,
    ...ofTheirOwn,
    ...overCollections,
  ]);
  expect(known).toEqual(new Set([...canonicalFunctionNames, ...ofTheirOwn]));
  expect([...Object.keys(functionDefinitions), ...overCollections, 'cast'].toSorted()).toEqual(
    [...canonicalFunctions].toSorted(),
  );
});
