/** Batches of what is dear, and bodies that are hard to take apart. */
import { get, times, type Requests, type Shape } from './shape.ts';

const batch = (name: string, body: string, contentType = 'application/json'): Requests =>
  get(name, '$batch', {
    method: 'POST',
    body,
    headers: { 'content-type': contentType, prefer: 'continue-on-error' },
  });
const batchOf = (name: string, url: string, more = {}): Requests =>
  batch(name, JSON.stringify({ requests: times(100, (index) => ({ id: `${index}`, method: 'GET', url, ...more })) }));
const section = (text: string): string => `--b\r\nContent-Type: application/http\r\n\r\n${text}\r\n\r\n`;

const megabyte = 1_048_000;
export const batches: readonly Shape[] = [
  batchOf('batch: 100 sorts', 'TimeEntries?$orderby=Comment'),
  batchOf('batch: 100 pages of full metadata', 'TimeEntries', {
    headers: { accept: 'application/json;odata.metadata=full' },
  }),
  batchOf('batch: 100 URLs of 10,000 letters', `Jobs?$filter=Name eq '${'x'.repeat(10_000)}'`),
  batch('batch: a megabyte of lists in one another', '['.repeat(megabyte)),
  batch('batch: a megabyte of empty objects', `{"requests":[${'{},'.repeat(megabyte / 3 - 100)}{}]}`),
  batch('batch: a megabyte of boundaries', '--b\r\n'.repeat(megabyte / 5), 'multipart/mixed; boundary=b'),
  batch(
    'batch: a megabyte of what is nearly a boundary',
    '\n--b-'.repeat(megabyte / 6),
    'multipart/mixed; boundary=bb',
  ),
  batch('batch: a request line of blanks', `${section(' '.repeat(megabyte))}--b--`, 'multipart/mixed; boundary=b'),
  batch(
    'batch: headers without end',
    `${section(`GET Jobs HTTP/1.1${'\r\nX: y'.repeat(100_000)}`)}--b--`,
    'multipart/mixed; boundary=b',
  ),
];
