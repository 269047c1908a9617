import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUrlParser } from '../../src/bind/url/parse-request-url.ts';
import { rememberedIdentifiers, toIdentifier } from '../../src/util/identifier.ts';

test.each<[name: string, identifier: string]>([
  ['Region', 'Region'],
  ['_internal', '_internal'],
  ['GrantNo2', 'GrantNo2'],
  ['Plan_x_y', 'Plan_x_y'],
  ['B\u00fcro', 'B\u00fcro'],
  ['\u6771\u4eac', '\u6771\u4eac'],
  ['\u0e23\u0e35', '\u0e23\u0e35'],
  ['\u{1d49c}rea', '\u{1d49c}rea'],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['PO #', 'PO_x0020__x0023_'],
  ['VAT ID', 'VAT_x0020_ID'],
  ['No. of units', 'No_x002E__x0020_of_x0020_units'],
  ['@Home', '_x0040_Home'],
  ['x@y.z', 'x_x0040_y_x002E_z'],
  ['a:b', 'a_x003A_b'],
  ['a/b', 'a_x002F_b'],
  ["it's", 'it_x0027_s'],
  ['Site@odata.type', 'Site_x0040_odata_x002E_type'],
  ['2026 goal', '_x0032_026_x0020_goal'],
  ['\u0301a', '_x0301_a'],
  ['', '_x_'],
  ['_x_', '_x005F_x_'],
  ['_x0020_', '_x005F_x0020_'],
  ['_x005F#', '_x005F_x005F_x0023_'],
  ['a_x00fc_x0020_', 'a_x005F_x00fc_x005F_x0020_'],
  ['tab\t', 'tab_x0009_'],
  ['nul\0', 'nul_x0000_'],
  ['\ud800', '_xD800_'],
  ['\u{1f600}', '_xD83D__xDE00_'],
])('%j is %s', (name, identifier) => {
  expect(toIdentifier(name)).toBe(identifier);
});

/** The name an identifier of at most 128 characters stands for. */
const nameOf = (identifier: string): string =>
  identifier === '_x_'
    ? ''
    : identifier.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, digits: string) =>
        String.fromCharCode(Number.parseInt(digits, 16)),
      );

const names = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(fc.constantFrom('_', 'x', 'X', '0020', '005F', '#', 'a', ' ', '\ud83d', '\ude00'), { maxLength: 10 })
    .map((all) => all.join('')),
);

/** A simple identifier (CSDL 15.2). */
const IDENTIFIER = /^[_\p{L}\p{Nl}][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]{0,127}$/u;

test('every name has an identifier of its own, which the URL language has too', () => {
  const parse = createUrlParser();
  fc.assert(
    fc.property(names, (name) => {
      const identifier = toIdentifier(name);
      expect(identifier).toMatch(IDENTIFIER);
      expect(identifier.length).toBeLessThanOrEqual(128);
      const isWhole = !/_x[\da-f]{32}_$/.test(identifier);
      expect(isWhole ? nameOf(identifier) : name).toBe(name);
      parse('Jobs', `$orderby=CustomFields/${encodeURIComponent(identifier)}`);
    }),
    { seed: 9, numRuns: 5_000 },
  );
});

test('long names are cut to 128 characters, and stay apart', () => {
  const long = `${'n'.repeat(200)}`;
  const all = [`${long}1`, `${long}2`, `${long} `, `${'\u{1d49c}'.repeat(100)}`, '#'.repeat(5_000)].map(toIdentifier);
  for (const identifier of all) {
    expect(identifier).toMatch(IDENTIFIER);
    expect(identifier.length).toBeLessThanOrEqual(128);
    expect(identifier).toMatch(/_x[\da-f]{32}_$/);
    expect(identifier).not.toMatch(/\p{Surrogate}/u);
    // Whoever names a field so gets another identifier.
    expect(toIdentifier(identifier)).not.toBe(identifier);
  }
  expect(new Set(all).size).toBe(all.length);
});

test('what is remembered is the same, and bounded', () => {
  const identify = rememberedIdentifiers();
  for (let round = 0; round < 2; round++) {
    for (let number = 0; number < 1_500; number++) expect(identify(`n ${number}`)).toBe(`n_x0020_${number}`);
  }
});
