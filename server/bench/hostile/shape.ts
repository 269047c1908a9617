/** What a shape is, and how most are made. */

/** What is sent, and what is expected of the answers beyond what is expected of all. */
export type Shape = Requests | Bytes;

interface Named {
  readonly name: string;
  /** Callers, each with a token of its own; default 1. */
  readonly callers?: number;
}

/** Ordinary requests, all at the same time. */
export interface Requests extends Named {
  readonly kind: 'requests';
  readonly path: string;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Requests of each caller; default 1. */
  readonly each?: number;
}

/** Bytes written to a connection as they are. */
export interface Bytes extends Named {
  readonly kind: 'bytes';
  /** The text for a caller; `authorization` is a good header line, with its line break. */
  readonly text: (caller: Caller) => string;
  /** Whether answers are read; where not, the connection is held for `holdMs`. */
  readonly reads: boolean;
  readonly holdMs: number;
}

export interface Caller {
  /** Such as `/odata/v4/`. */
  readonly root: string;
  readonly authorization: string;
  readonly index: number;
}

type More = Partial<Omit<Requests, 'kind' | 'name' | 'path'>>;
export const get = (name: string, path: string, more: More = {}): Requests => ({
  kind: 'requests',
  name,
  path,
  ...more,
});
export const entries = (name: string, query: string, more: More = {}): Requests =>
  get(name, `TimeEntries?${query}`, more);
export const filter = (name: string, expression: string, more: More = {}): Requests =>
  entries(name, `$filter=${expression}`, more);

export const times = <Item>(count: number, make: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
