interface ListenError {
  readonly code: string;
  readonly address?: string;
  /** Instead of an address, where a name is not found. */
  readonly hostname?: string;
  readonly port?: number;
}

const advice: Readonly<Record<string, (place: string) => string>> = {
  EADDRINUSE: (place) =>
    `Another program listens on ${place} already. Stop it, or set PORT, SIMULATOR_PORT or METRICS_PORT.`,
  EACCES: (place) => `This user may not listen on ${place}. Set PORT to a number above 1023.`,
  EADDRNOTAVAIL: (place) => `This machine has no address for ${place}. Set HOST to one of its own, or to 0.0.0.0.`,
  ENOTFOUND: (place) => `The host name of ${place} is not known. Set HOST to an address of this machine.`,
};

/** A sentence for whoever started the server, where starting failed for a reason outside of it. */
export function startProblem(error: unknown): string | undefined {
  if (!isListenError(error)) return undefined;
  const { code, address = error.hostname, port } = error;
  const place = [address, port].filter((part) => part !== undefined).join(':');
  return adviceOn(code)(place === '' ? 'the configured address' : place);
}

const adviceOn = (code: string): ((place: string) => string) =>
  advice[code] ?? ((place) => `The system does not let this program listen on ${place} (${code}). Set HOST and PORT.`);

/** What Node throws where an address to listen on cannot be had, or its name not be found. */
function isListenError(error: unknown): error is ListenError {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return false;
  return typeof error.code === 'string' && /^(?:listen|bind|getaddrinfo)$/.test(String(error.syscall));
}
