/** Connections that ask too much, or neither read nor end. */
import { times, type Caller, type Shape } from './shape.ts';

const request = ({ root, authorization }: Caller, path: string, more = ''): string =>
  `GET ${root}${path} HTTP/1.1\r\nHost: x\r\n${authorization}${more}\r\n`;

export const connections: readonly Shape[] = [
  {
    kind: 'bytes',
    name: '1,000 requests pipelined on one connection',
    text: (caller) => request(caller, 'TimeEntries?$top=50').repeat(1000),
    reads: true,
    holdMs: 3000,
  },
  {
    kind: 'bytes',
    name: 'bad tokens pipelined over 20 connections',
    callers: 20,
    text: ({ root, index }) =>
      times(
        600,
        (number) => `GET ${root}Jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Token bad-${index}-${number}\r\n\r\n`,
      ).join(''),
    reads: true,
    holdMs: 5000,
  },
  {
    kind: 'bytes',
    name: '100 callers that do not read',
    callers: 100,
    text: (caller) => request(caller, `TimeEntries?$skip=${caller.index}`),
    reads: false,
    holdMs: 10_000,
  },
  {
    kind: 'bytes',
    name: '100 callers that do not read what is compressed',
    callers: 100,
    text: (caller) => request(caller, `TimeEntries?$skip=${caller.index}`, 'Accept-Encoding: br\r\n'),
    reads: false,
    holdMs: 10_000,
  },
  {
    kind: 'bytes',
    name: '50 callers that pipeline 20 pages and do not read',
    callers: 50,
    text: (caller) => times(20, (index) => request(caller, `TimeEntries?$skip=${index}`)).join(''),
    reads: false,
    holdMs: 10_000,
  },
  {
    kind: 'bytes',
    name: '100 requests that never end',
    callers: 100,
    text: ({ root }) => `GET ${root}Jobs HTTP/1.1\r\nHost: x\r\nX-Slow: `,
    reads: false,
    holdMs: 3000,
  },
  {
    kind: 'bytes',
    name: '2,000 headers',
    text: (caller) => request(caller, 'Jobs', times(2000, (index) => `X-H${index}: ${index}\r\n`).join('')),
    reads: true,
    holdMs: 1000,
  },
  {
    kind: 'bytes',
    name: 'bytes that are no HTTP',
    text: () => '\u0000\u0001\u0002'.repeat(50_000),
    reads: true,
    holdMs: 500,
  },
  {
    kind: 'bytes',
    name: 'a body of 8 MB that nobody asked for',
    text: ({ root, authorization }) =>
      `POST ${root}Jobs HTTP/1.1\r\nHost: x\r\n${authorization}Content-Length: 8000000\r\n\r\n${'x'.repeat(8_000_000)}`,
    reads: true,
    holdMs: 1000,
  },
];
