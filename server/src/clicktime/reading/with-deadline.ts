import type { RequestContext } from '../../source/source.ts';
import type { Clock } from '../../util/clock.ts';
import { linkAbort, type LinkedAbort } from '../../util/linked-abort.ts';
import { listBatch, placeAfter, type ListBatch } from './list-batch.ts';

/**
 * The same batches, with an empty one where the page's deadline passes while the next is waited for: the page can end
 * there with the rows it has. Before the first row there is no place to end at.
 */
export async function* withDeadline(
  batches: AsyncGenerator<ListBatch, void, void>,
  { pageDeadline, signal }: RequestContext,
  clock: Clock,
): AsyncGenerator<ListBatch, void, void> {
  let alarm: LinkedAbort | undefined;
  let late: Promise<boolean> | undefined;
  let last: ListBatch | undefined;
  try {
    for (;;) {
      const next = batches.next();
      if (last !== undefined) {
        // One alarm for the whole read; it rings at most once.
        alarm ??= linkAbort(signal);
        late ??= ringsAt(pageDeadline, alarm.signal, clock);
        const here = next.then(
          () => false,
          () => false,
        );
        if (await Promise.race([here, late])) {
          late = new Promise(() => undefined);
          yield listBatch({ before: placeAfter(last.mark, last.size), read: [] }, false);
        }
      }
      const result = await next;
      if (result.done === true) return;
      last = result.value;
      yield last;
    }
  } finally {
    alarm?.end();
  }
}

/** True at the deadline, false when nobody waits for it any more. */
function ringsAt(deadline: number, signal: RequestContext['signal'], clock: Clock): Promise<boolean> {
  return clock.sleep(Math.max(0, deadline - clock.now()), signal).then(
    () => true,
    () => false,
  );
}
