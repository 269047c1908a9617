/** Where the wizard runs: inside Tableau, or in a browser. The wizard knows its host through this interface alone. */
import type { StepHistory } from './step-history.ts';
import type { TableRequest } from '../shared/table-request.ts';

export interface HostResponse {
  /** HTTP status. */
  readonly status: number;
  readonly body: string;
}

/** Why no answer came; `reason` is the host's own text and may be empty. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly kind: 'unreachable' | 'certificate' | 'addressRefused' | 'notPermitted';

  constructor(kind: HostError['kind'], reason: string, cause?: unknown) {
    super(reason, { cause });
    this.kind = kind;
  }
}

/** What was chosen when this connection was made; the wizard checks it before use. */
export interface SavedConnection {
  readonly request: unknown;
  readonly token: string;
}

interface CommonHost {
  /** The service URL to begin with. */
  readonly serviceUrl: string;
  readonly saved?: SavedConnection | undefined;
  /** @throws HostError where no answer came. */
  get(url: string, headers: Readonly<Record<string, string>>): Promise<HostResponse>;
}

/** Tableau: takes the choices, reads the data, and closes the window. */
export interface TableauHost extends CommonHost {
  readonly kind: 'tableau';
  /** Addresses this connector was packed for; it can reach no others. */
  readonly allowedOrigins: readonly string[];
  /** Resolves when all data has been read. */
  submit(request: TableRequest, token: string): Promise<void>;
  cancel(): void;
}

/** A browser page that the service itself serves: the service is known, and data goes to other programs. */
export interface BrowserHost extends CommonHost {
  readonly kind: 'browser';
  readonly history: StepHistory;
}

export type Host = TableauHost | BrowserHost;
