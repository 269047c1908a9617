// Signing in over hosts that give prepared answers: every kind of failure becomes the kind of advice it calls for.
import { expect, test } from 'vitest';
import { HostError, type Host, type HostResponse } from '../../app/host.ts';
import { checkSignIn, laterObstacle, tokenProblem, urlProblem } from '../../app/sign-in.ts';
import { csdl, ROOT } from '../samples.ts';

type Prepared = HostResponse | Error;
const METADATA = `${ROOT}$metadata?$format=json`;
const COUNT = `${ROOT}TimeEntries/$count?$filter=Date%20ge%202025-12-16%20and%20Date%20le%202026-03-15`;
const described: HostResponse = { status: 200, body: JSON.stringify(csdl) };

function host(answers: Readonly<Record<string, Prepared>>): Host & { readonly sent: unknown[] } {
  const sent: unknown[] = [];
  return {
    kind: 'tableau',
    serviceUrl: ROOT,
    allowedOrigins: ['https://odata.example.com', 'https://*.wild.example'],
    sent,
    get: (url, headers) => {
      sent.push({ url, headers });
      const answer = answers[url] ?? new Error(`Nothing is prepared for ${url}`);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    submit: () => Promise.resolve(),
    cancel: () => undefined,
  };
}

const check = (answers: Readonly<Record<string, Prepared>>) =>
  checkSignIn({ serviceUrl: ROOT, token: ' secret ' }, host(answers), '2026-03-15');
const odataError = (status: number): HostResponse => ({
  status,
  body: JSON.stringify({ error: { code: 'Code', message: 'In the words of the service.' } }),
});

test('the right token opens the session; its count is not asked for twice', async () => {
  const service = host({ [METADATA]: described, [COUNT]: { status: 200, body: '42' } });
  const outcome = await checkSignIn({ serviceUrl: ROOT, token: ' secret ' }, service, '2026-03-15');
  expect(outcome).toMatchObject({
    ok: true,
    value: { session: { token: 'secret', address: { root: ROOT } }, counts: { [COUNT]: { kind: 'known', value: 42 } } },
  });
  expect(service.sent).toEqual([
    { url: METADATA, headers: { Accept: '*/*', Authorization: 'Token secret' } },
    { url: COUNT, headers: { Accept: '*/*', Authorization: 'Token secret' } },
  ]);
});

test('an account without permission for the first set has signed in all the same', async () => {
  expect(await check({ [METADATA]: described, [COUNT]: odataError(403) })).toMatchObject({
    ok: true,
    value: {
      counts: {
        [COUNT]: { kind: 'failed', failure: { kind: 'noPermission', detail: 'In the words of the service.' } },
      },
    },
  });
});

test.each([
  ['a wrong token', odataError(401), 'wrongToken', 'In the words of the service.'],
  ['a token that may not even see the service', odataError(403), 'noPermission', 'In the words of the service.'],
  ['a throttled account', odataError(429), 'throttled', 'In the words of the service.'],
  ['ClickTime away', odataError(503), 'clickTimeDown', 'In the words of the service.'],
  ['a broken service', odataError(500), 'serviceError', 'In the words of the service.'],
  ['another website', { status: 404, body: '<html>' }, 'notOData', 'HTTP status 404'],
  ['a website that says yes to everything', { status: 200, body: '<html>' }, 'notOData', expect.any(String)],
  ['JSON of another kind', { status: 200, body: '{}' }, 'notOData', expect.stringContaining('no entity container')],
  ['no answer', new HostError('unreachable', 'ECONNREFUSED'), 'unreachable', 'ECONNREFUSED'],
  ['a certificate nobody trusts', new HostError('certificate', 'self-signed'), 'certificate', 'self-signed'],
  ['an address Tableau refuses', new HostError('addressRefused', 'localhost'), 'addressRefused', 'localhost'],
  ['an address outside the package', new HostError('notPermitted', 'no'), 'addressNotAllowed', 'no'],
])('%s is told as such', async (_, answer, kind, detail) => {
  expect(await check({ [METADATA]: answer })).toEqual({ ok: false, failure: { kind, detail } });
});

test('a token that is found wrong only when data is asked for', async () => {
  expect(await check({ [METADATA]: described, [COUNT]: odataError(401) })).toMatchObject({
    ok: false,
    failure: { kind: 'wrongToken' },
  });
});

test.each([
  ['https://odata.example.com/odata/v4/', undefined],
  ['https://a.b.wild.example/odata/v4/', undefined],
  ['https://wild.example.evil.example/', 'notAllowed'],
  ['https://odata.example.com.evil.example/', 'notAllowed'],
  ['http://odata.example.com/', 'notAllowed'],
  ['https://odata.example.com:8443/', 'notAllowed'],
  ['odata.example.com', 'noScheme'],
])('the service URL %s: %s', (url, problem) => {
  expect(urlProblem(url, host({}))).toBe(problem);
});

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['two words', 'malformed'],
  ['Schl\u00fcssel', 'malformed'],
  [' abc-_123= ', undefined],
])('the token "%s": %s', (token, problem) => {
  expect(tokenProblem(token)).toBe(problem);
});

test('what Tableau will refuse later is known before', () => {
  expect(laterObstacle('http://localhost:8080/odata/v4/')).toBe('localAddress');
  expect(laterObstacle('https://odata.example.com/')).toBeUndefined();
  expect(laterObstacle('half typed')).toBeUndefined();
});
