import { expect, test } from 'vitest';
import { dataPhaseObstacle, readServiceUrl, resolveLink, type ServiceAddress } from '../../shared/service-url.ts';

test.each([
  ['https://odata.example.com/odata/v4/', 'https://odata.example.com/odata/v4/'],
  ['  https://odata.example.com/odata/v4 ', 'https://odata.example.com/odata/v4/'],
  ['https://odata.example.com/odata/v4/$metadata', 'https://odata.example.com/odata/v4/'],
  ['https://odata.example.com/odata/v4/$metadata?$format=json', 'https://odata.example.com/odata/v4/'],
  ['HTTPS://Odata.Example.com:8443/Path', 'https://odata.example.com:8443/Path/'],
  ['http://[::1]:8080/odata/v4/', 'http://[::1]:8080/odata/v4/'],
  ['https://odata.example.com', 'https://odata.example.com/'],
])('%s is read as %s', (text, root) => {
  expect(readServiceUrl(text)).toMatchObject({ root });
});

test.each([
  ['', 'empty'],
  ['odata.example.com/odata/v4/', 'noScheme'],
  ['ftp://odata.example.com/', 'noScheme'],
  ['https:///odata/', 'noHost'],
  ['https://me:secret@odata.example.com/', 'credentialsInUrl'],
  ['https://odata example.com/', 'malformed'],
  ['https://odata.example.com:port/', 'malformed'],
])('%s is refused: %s', (text, problem) => {
  expect(readServiceUrl(text)).toEqual({ problem });
});

test.each([
  ['https://odata.example.com/', undefined],
  ['https://10.example.com/', undefined],
  ['https://172.15.0.1/', undefined],
  ['https://172.32.0.1/', undefined],
  ['http://odata.example.com/', 'notHttps'],
  ['https://localhost:8443/', 'localAddress'],
  ['https://my.localhost/', 'localAddress'],
  ['http://127.0.0.1:8080/', 'localAddress'],
  ['https://[::1]/', 'localAddress'],
  ['https://10.1.2.3/', 'privateAddress'],
  ['https://172.16.0.1/', 'privateAddress'],
  ['https://172.31.255.1/', 'privateAddress'],
  ['https://192.168.0.9/', 'privateAddress'],
  ['https://169.254.1.1/', 'privateAddress'],
  ['https://[fd12::1]/', 'privateAddress'],
  ['https://[fe80::1]/', 'privateAddress'],
])('Tableau reading from %s: %s', (text, obstacle) => {
  expect(dataPhaseObstacle(readServiceUrl(text) as ServiceAddress)).toBe(obstacle);
});

const BASE = 'https://h.example/odata/v4/Users?$select=ID';
test.each([
  ['https://h.example/x', 'https://h.example/x'],
  ['//other.example/x', 'https://other.example/x'],
  ['/odata/v4/Users?$skiptoken=a', 'https://h.example/odata/v4/Users?$skiptoken=a'],
  ['Users?$skiptoken=a', 'https://h.example/odata/v4/Users?$skiptoken=a'],
  ['?$skiptoken=a', 'https://h.example/odata/v4/Users?$skiptoken=a'],
])('the link %s leads to %s', (link, target) => {
  expect(resolveLink(link, BASE)).toBe(target);
});
