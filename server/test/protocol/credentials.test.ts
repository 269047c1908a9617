/** The Authorization header: which tokens come out, and which 401 says what to type. */
import { expect, test } from 'vitest';
import { readCredentials } from '../../src/protocol/credentials.ts';

const basic = (text: string): string => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;

test.each([
  [basic('clicktime:abc123'), 'abc123'],
  [basic('ClickTime : abc123 '), 'abc123'],
  [basic('clicktime:a:b'), 'a:b'],
  ['Token abc123', 'abc123'],
  ['token   abc123  ', 'abc123'],
  ['Bearer abc123', 'abc123'],
  ['BEARER abc123', 'abc123'],
])('%s', (header, token) => {
  const credentials = readCredentials(header);
  expect(credentials.reveal()).toBe(token);
  expect(JSON.stringify({ credentials })).not.toContain(token);
});

test.each([
  ['no header', undefined, 'MissingCredentials'],
  ['an empty header', '', 'MissingCredentials'],
  ['Basic alone', 'Basic', 'MissingCredentials'],
  ['the OAuth probe of Power Query', 'Bearer', 'MissingCredentials'],
  ['an empty bearer token', 'Bearer ', 'MissingCredentials'],
  ['an empty password', basic('clicktime:'), 'MissingCredentials'],
  ['the e-mail address as user name', basic('ann@example.com:abc'), 'WrongUserName'],
  ['no user name', basic(':abc'), 'WrongUserName'],
  ['no colon', basic('clicktime'), 'MalformedCredentials'],
  ['not Base64', 'Basic ???', 'MalformedCredentials'],
  ['another scheme', 'Digest username="x"', 'MalformedCredentials'],
  ['a token with a space', 'Token abc 123', 'MalformedCredentials'],
  ['a token with a line break', basic('clicktime:abc\r\nX-Evil: 1'), 'MalformedCredentials'],
  ['a token of another script', basic('clicktime:\u0442\u043e\u043a\u0435\u043d'), 'MalformedCredentials'],
  ['blanks that never end', `Basic a${' '.repeat(70_000)}b`, 'MalformedCredentials'],
  ['blanks as long as a header may be', `Basic a${' '.repeat(4000)}b`, 'MalformedCredentials'],
  ['a user name that never ends', basic(`${'clicktime'.repeat(10_000)}:abc`), 'MalformedCredentials'],
  ['a token that never ends', `Token ${'a'.repeat(513)}`, 'MalformedCredentials'],
])('%s', (_, header, code) => {
  expect(() => readCredentials(header)).toThrow(expect.objectContaining({ code, status: 401 }));
});

test('an error does not repeat what was typed', () => {
  expect(() => readCredentials('Token s3cr3t s3cr3t')).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('s3cr3t') }),
  );
});
