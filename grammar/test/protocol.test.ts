// What the Protocol takes from the grammar besides request URLs: context URLs and preferences. The laws of expressions
// and paths in them are proved in the other files.
import { expect, test } from 'vitest';
import { OdataSyntaxError, parseContextUrl, parsePreferences, parseRelativeUrl, print } from '../index.ts';

test.each([
  '#Jobs',
  '#Jobs/$entity',
  '#Jobs(Name,Client(ID))',
  '#Jobs(Client+(Name,@Core.Messages#late))/$delta',
  "#Jobs('a')/Client/$entity",
  '#Jobs/NS.Project(*,Client())',
  '#Jobs(NS.*)',
  '#Collection(Edm.String)',
  '#Collection($ref)',
  '#$ref',
  '#NS.Job',
  '#Jobs/$deletedLink',
])('the context URL %s survives parse and print', (fragment) => {
  expect(print(parseContextUrl(fragment))).toBe(fragment);
});

test('a context URL says what it describes', () => {
  const context = parseContextUrl('#Jobs(Client+(Name))/$entity');
  expect(context).toMatchObject({
    path: { segments: [{ name: 'Jobs' }] },
    select: { items: [{ recursive: true, segments: [{ name: 'Client' }], select: { items: [{ recursive: false }] } }] },
    suffix: '$entity',
  });
  expect(parseContextUrl('#Collection(NS.Job)').type).toMatchObject({ name: 'NS.Job', collection: true });
});

test('a metadata URL may carry a context', () => {
  const url = parseRelativeUrl('$metadata#Jobs(Name)');
  expect(url.context?.path?.segments[0]).toMatchObject({ name: 'Jobs' });
  expect(print(url)).toBe('$metadata#Jobs(Name)');
});

test.each(['#', 'Jobs', '#Jobs(', '#Jobs/$entities', '#Jobs(@Core.Messages%23late)'])(
  '%s is no context URL',
  (text) => {
    expect(() => parseContextUrl(text)).toThrow(OdataSyntaxError);
  },
);

test.each([
  ['odata.maxpagesize=50', 'maxpagesize', '50'],
  ['maxpagesize = 50', 'maxpagesize', '50'],
  ['odata.include-annotations="*,-NS.*"', 'include-annotations', '*,-NS.*'],
  ['return=minimal', 'return', 'minimal'],
  ['Respond-Async', 'respond-async', undefined],
  ['odata.continue-on-error', 'continue-on-error', undefined],
  ['continue-on-error=false', 'continue-on-error', 'false'],
  ['x="a\\"b"', 'x', 'a"b'],
])('the preference %s is %s with the value %s', (text, name, value) => {
  const [preference] = parsePreferences(text);
  expect({ name: preference?.name, value: preference?.value }).toEqual({ name, value });
});

test('preferences are separated by commas and may have parameters', () => {
  const preferences = parsePreferences('odata.callback;url="http://host/x",wait=10 , foo=bar;a=1; b');
  expect(preferences.map(({ name }) => name)).toEqual(['callback', 'wait', 'foo']);
  expect(preferences[0]?.parameters[0]).toMatchObject({ name: 'url', value: 'http://host/x' });
  expect(preferences[2]?.parameters.map(({ name, value }) => [name, value])).toEqual([
    ['a', '1'],
    ['b', undefined],
  ]);
});

test.each(['', ',', 'a=', 'wait=10,', 'x="open'])('the header %j cannot be read', (text) => {
  expect(() => parsePreferences(text)).toThrow(OdataSyntaxError);
});
