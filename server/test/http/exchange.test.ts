/** HTTP around the answers: methods, CORS, caching, compression, sign-in, and where links point to. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, get, getJson, type Headers, send, signedIn, startFixture } from './fixture.ts';

let server: Fixture;
beforeAll(async () => {
  server = await startFixture();
});
afterAll(() => server.close());

test.each(['/odata/v4', '/odata/v4/', '/odata/v4/People', '/odata/v4/People/', '/odata/v4/$metadata'])(
  '%s is found without a redirect',
  async (target) => {
    expect((await send(server.serviceRoot, target)).status).toBe(200);
  },
);

test.each(['', '$metadata', 'People', "People('russellwhyte')/Age/$value"])(
  'HEAD of "%s" has everything but the body',
  async (path) => {
    const [whole, head] = await Promise.all([
      get(server.serviceRoot, path),
      send(server.serviceRoot, `/odata/v4/${path}`, signedIn, 'HEAD'),
    ]);
    expect(head).toMatchObject({ status: 200, text: '' });
    for (const name of ['content-type', 'content-length', 'odata-version', 'etag']) {
      expect(head.headers[name]).toBe(whole.headers[name]);
    }
  },
);

test.each(['', '$metadata', 'People'])(
  'HEAD of "%s" is compressed as GET is, so that no length is told that the body has not',
  async (path) => {
    for (const coding of ['gzip', 'br', 'identity', 'gzip;q=0', '*']) {
      const headers = { ...signedIn, 'Accept-Encoding': coding };
      const [whole, head] = await Promise.all([
        get(server.serviceRoot, path, headers),
        send(server.serviceRoot, `/odata/v4/${path}`, headers, 'HEAD'),
      ]);
      expect(head).toMatchObject({ status: 200, text: '' });
      for (const name of ['content-length', 'content-encoding', 'content-type', 'vary', 'etag']) {
        expect([coding, name, head.headers[name]]).toEqual([coding, name, whole.headers[name]]);
      }
    }
  },
);

test('OData-Version is there once', async () => {
  const { headers } = await get(server.serviceRoot, 'People');
  expect(headers['odata-version']).toBe('4.0');
});

test('a browser of another origin may ask, before it signs in, and read', async () => {
  const asked = await send(
    server.serviceRoot,
    '/odata/v4/People',
    {
      Origin: 'https://app.example.com',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization,odata-maxversion,prefer,sap-cancel-on-close',
    },
    'OPTIONS',
  );
  expect(asked).toMatchObject({ status: 204, text: '' });
  expect(asked.headers['access-control-allow-origin']).toBe('*');
  expect(asked.headers['access-control-allow-methods']).toBe('GET, HEAD, OPTIONS');
  for (const name of [
    'Authorization',
    'OData-MaxVersion',
    'OData-Version',
    'Prefer',
    'X-CSRF-Token',
    'sap-cancel-on-close',
  ]) {
    expect(asked.headers['access-control-allow-headers']).toContain(name);
  }
  const answered = await get(server.serviceRoot, 'People', { ...signedIn, Origin: 'https://app.example.com' });
  expect(answered.headers['access-control-allow-origin']).toBe('*');
  expect(answered.headers['access-control-allow-credentials']).toBeUndefined();
  for (const name of ['OData-Version', 'Preference-Applied', 'Query-Plan', 'ETag', 'Retry-After']) {
    expect(answered.headers['access-control-expose-headers']).toContain(name);
  }
});

test('every answer forbids what it is not for', async () => {
  for (const reply of [
    await get(server.serviceRoot, 'People'),
    await get(server.serviceRoot, 'Nobody'),
    await send(server.serviceRoot, '/health'),
  ]) {
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
    expect(reply.headers['x-powered-by']).toBeUndefined();
  }
});

test.each(['/', '/odata/v4/', '/odata/v4/$metadata', '/odata/v4/People', '/elsewhere'])(
  'without credentials %s asks for them',
  async (target) => {
    const reply = await send(server.serviceRoot, target, {});
    expect(reply.status).toBe(401);
    expect(reply.headers['www-authenticate']).toBe('Basic realm="ClickTime", charset="UTF-8"');
    expect(reply.headers['odata-version']).toBe('4.0');
    expect(JSON.parse(reply.text)).toMatchObject({ error: { code: 'MissingCredentials' } });
  },
);

test('liveness needs no credentials and tells nothing', async () => {
  const reply = await send(server.serviceRoot, '/health', {});
  expect(reply).toMatchObject({ status: 200, text: '{"status":"ok"}' });
});

test('the bare address tells the signed-in where things are', async () => {
  const reply = await send(server.serviceRoot, '/');
  expect(JSON.parse(reply.text)).toMatchObject({ serviceRoot: server.serviceRoot });
});

test.each(['/', '/health', '/elsewhere', '/odata/v4/', '/odata/v4/$metadata', '/odata/v4/People'])(
  '%s is only read',
  async (target) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const reply = await send(server.serviceRoot, target, signedIn, method);
      expect([reply.status, reply.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
    }
    const asked = await send(server.serviceRoot, target, {}, 'OPTIONS');
    expect([asked.status, asked.headers.allow]).toEqual([204, 'GET, HEAD, OPTIONS']);
  },
);

test('nobody is asked for credentials to be told that liveness is only read', async () => {
  const { status, headers } = await send(server.serviceRoot, '/health', {}, 'POST');
  expect([status, headers['www-authenticate']]).toEqual([405, undefined]);
});

test.each(['', '$metadata'])('"%s" is not sent again to who has it', async (path) => {
  const first = await get(server.serviceRoot, path);
  const tag = String(first.headers['etag']);
  const second = await get(server.serviceRoot, path, { ...signedIn, 'If-None-Match': tag });
  expect(second).toMatchObject({ status: 304, text: '' });
  expect(second.headers['etag']).toBe(tag);
  expect(second.headers['cache-control']).toBe('private, no-cache');
});

test('data is nothing for caches', async () => {
  const { headers } = await get(server.serviceRoot, 'People');
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['vary']).toContain('Authorization');
});

test.each<readonly [string, string | undefined, (bytes: Buffer) => Buffer]>([
  ['br', 'br', brotliDecompressSync],
  ['gzip, deflate', 'gzip', gunzipSync],
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['identity', undefined, (bytes) => bytes],
])('Accept-Encoding: %s', async (accepted, used, decompress) => {
  const plain = await get(server.serviceRoot, '$metadata');
  const { encoding, bytes } = await fetchBytes('$metadata', { ...signedIn, 'Accept-Encoding': accepted });
  expect(encoding).toBe(used);
  expect(decompress(bytes).toString('utf8')).toBe(plain.text);
});

function fetchBytes(
  path: string,
  headers: Headers,
): Promise<{ readonly encoding: string | undefined; readonly bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${server.serviceRoot}${path}`, { headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () =>
        resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject).end();
  });
}

const onePerPage: Headers = { ...signedIn, Prefer: 'maxpagesize=1' };

test('a next link keeps what the client asked, as it spelt it', async () => {
  const page = await getJson(
    server.serviceRoot,
    'People?%24select=UserName%2CAge&$filter=Age%20ne%20null&custom=a%2Bb',
    onePerPage,
  );
  const link = String(page['@odata.nextLink']);
  expect(link).toMatch(
    /\/People\?%24select=UserName%2CAge&\$filter=Age%20ne%20null&custom=a%2Bb&\$skiptoken=[\w%~.-]+$/,
  );
  const next = await send(server.serviceRoot, link.slice(new URL(link).origin.length), onePerPage);
  expect(JSON.parse(next.text)).toMatchObject({ value: [expect.objectContaining({ Age: expect.anything() })] });
});

test.each<readonly [string, Headers, string]>([
  ['a forged Host', { Host: 'evil.example' }, ''],
  ['a forged forwarded host', { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' }, ''],
])('%s does not lead clients away', async (_, headers) => {
  const page = await getJson(server.serviceRoot, 'People', { ...onePerPage, ...headers });
  expect(String(page['@odata.nextLink'])).toMatch(new RegExp(`^${server.serviceRoot}People`));
  expect(String(page['@odata.context'])).toMatch(new RegExp(`^${server.serviceRoot}`));
});

test('links begin with the configured address, or with what a trusted proxy says', async () => {
  const published = await startFixture({ server: { publicUrl: 'https://bi.example.com/ct' } });
  const proxied = await startFixture({ server: { trustProxy: ['loopback'] } });
  try {
    const forwarded = {
      'X-Forwarded-Host': 'bi.example.com',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Port': '8443',
    };
    const one = await send(published.address, '/odata/v4/People', { ...onePerPage, ...forwarded });
    const other = await send(proxied.address, '/odata/v4/People', { ...onePerPage, ...forwarded });
    expect(JSON.parse(one.text)['@odata.nextLink']).toMatch(/^https:\/\/bi\.example\.com\/ct\/odata\/v4\/People\?/);
    expect(JSON.parse(other.text)['@odata.nextLink']).toMatch(/^https:\/\/bi\.example\.com:8443\/odata\/v4\/People\?/);
  } finally {
    await Promise.all([published.close(), proxied.close()]);
  }
});

test('a trusted proxy that does not say where it is, is told of in the log, once', async () => {
  const proxied = await startFixture({ server: { trustProxy: ['loopback'] } });
  const warnings = () => proxied.log.filter((line) => line.includes('PUBLIC_URL'));
  await send(proxied.address, '/odata/v4/People');
  expect(warnings()).toEqual([]);
  const forwarded = { ...signedIn, 'X-Forwarded-Proto': 'https' };
  const inner = await send(proxied.address, '/odata/v4/People', forwarded);
  await send(proxied.address, '/odata/v4/People', forwarded);
  const told = await send(proxied.address, '/odata/v4/People', { ...forwarded, Host: 'bi.example.com' });
  await proxied.close();
  expect(JSON.parse(inner.text)['@odata.context']).toContain(proxied.address);
  expect(JSON.parse(told.text)['@odata.context']).toMatch(/^https:\/\/bi\.example\.com\/odata\/v4\//);
  expect(warnings()).toHaveLength(1);
  expect(warnings()[0]).toContain('"level":40');
});

test('preferences are acknowledged', async () => {
  const reply = await get(server.serviceRoot, 'People', {
    ...signedIn,
    Prefer: 'odata.maxpagesize=2, omit-values=nulls, respond-async',
  });
  expect(reply.headers['preference-applied']).toBe('odata.maxpagesize=2, omit-values=nulls');
  expect(reply.text).not.toContain('null');
});

test('every request has its own id, in the answer and in the log', async () => {
  const ids = await Promise.all(
    [1, 2, 3].map(async () => (await get(server.serviceRoot, 'People')).headers['x-request-id']),
  );
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(server.log.join('')).toContain(`"id":"${String(id)}"`);
});

test('a token never reaches the log', async () => {
  await get(server.serviceRoot, 'People', { Authorization: 'Token hush-hush' });
  await get(server.serviceRoot, 'Nobody', { Authorization: 'Basic hush-hush' });
  expect(server.log.join('')).not.toContain('hush');
});

test('a body that comes along is not read', async () => {
  const reply = await new Promise<{ readonly status: number; readonly connection: string | undefined }>(
    (resolve, reject) => {
      const request = httpRequest(`${server.serviceRoot}People`, {
        method: 'POST',
        headers: { ...signedIn, 'Content-Length': '1000000000' },
      });
      request.on('error', reject).on('response', (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, connection: response.headers.connection });
      });
      request.write('{');
    },
  );
  expect(reply).toEqual({ status: 405, connection: 'close' });
});

test("an error's message is in the reason phrase too, in printable ASCII", async () => {
  const reason = await new Promise<string | undefined>((resolve, reject) => {
    const request = httpRequest(`${server.serviceRoot}P%C3%A4ople`, { headers: { Authorization: 'Token t' } });
    request.on('response', (response) => {
      resolve(response.statusMessage);
      response.resume();
    });
    request.on('error', reject);
    request.end();
  });
  expect(reason).toMatch(/^There is no 'P ople' in [\x20-\x7e]+$/);
});
