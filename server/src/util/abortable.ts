/**
 * A promise that is settled by what `begin` starts, or rejects with the signal's reason when that aborts first; only then
 * what `begin` returned is called, to take back what was started. Where the signal has aborted already, nothing is.
 */
export function abortable<Result = void>(
  signal: AbortSignal | undefined,
  begin: (resolve: (result: Result) => void, reject: (error: unknown) => void) => () => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    let leave = (): void => undefined;
    const onAbort = (): void => {
      leave();
      reject(signal?.reason);
    };
    const stay = (): void => signal?.removeEventListener('abort', onAbort);
    signal?.addEventListener('abort', onAbort, { once: true });
    leave = begin(
      (result) => {
        stay();
        resolve(result);
      },
      (error) => {
        stay();
        reject(error);
      },
    );
  });
}
