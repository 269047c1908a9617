import { unlimitedHeadroom } from './headroom.ts';
import { MEGABYTE } from './megabyte.ts';

/** What one request holds; `reserved` bytes, which only the counts change. */
export interface Holder {
  readonly owner: string;
  reserved: number;
}

/** What is held of the memory that all share, and by whom; and whether more would be too much. */
export interface MemoryCounts {
  /** Bytes that one owner may hold. */
  readonly most: number;
  heldBy(owner: string): number;
  /** Bytes that are held in all. */
  inAll(): number;
  /** Whether that is a small reservation: it waits behind no large one. */
  isSmall(holder: Holder, bytes: number): boolean;
  /** Whether so many bytes are left, for whomever. */
  isLeft(holder: Holder, bytes: number): boolean;
  /** Whether the owner may have so many more, were they left. */
  mayHold(holder: Holder, bytes: number): boolean;
  /** Whether the holder may have so many more now. */
  fits(holder: Holder, bytes: number): boolean;
  /** Counts so many bytes more (below 0: fewer) as held. */
  hold(holder: Holder, bytes: number): void;
  /** Counts so many bytes more (below 0: fewer) as being sent to an owner, even where they are not left. */
  send(owner: string, bytes: number): void;
  /** Whether anything is being sent. */
  isSending(): boolean;
}

/** A reservation up to so many bytes is small, and finds a part more than there is. */
export const SMALL = MEGABYTE;
const SMALL_PART = 1 / 16;
/** The part of everything that the requests of one owner may hold together. */
const OWNER_PART = 0.75;
/** The part above which the bodies being sent to one owner keep that owner from beginning anything large. */
const OWNER_SENDING_PART = 0.25;

/** Holders of large reservations that are begun whatever time is left for more. */
const LARGE_AT_ONCE = 2;

/** Counts of `total` bytes, of which none is held. */
export function createMemoryCounts(total: number, headroom = unlimitedHeadroom): MemoryCounts {
  const byOwner = new Map<string, number>();
  const sentTo = new Map<string, number>();
  const most = Math.floor(total * OWNER_PART);
  let inAll = 0;
  let sent = 0;
  let large = 0;

  const heldBy = (owner: string): number => byOwner.get(owner) ?? 0;
  const mayHold = ({ owner }: Holder, bytes: number): boolean => heldBy(owner) + bytes <= most;
  const isSmall = ({ reserved }: Holder, bytes: number): boolean => reserved + bytes <= SMALL;
  const isLeft = (holder: Holder, bytes: number): boolean =>
    inAll + bytes <= (isSmall(holder, bytes) ? total * (1 + SMALL_PART) : total);
  const mayBegin = ({ owner, reserved }: Holder): boolean =>
    reserved > 0 ||
    ((sentTo.get(owner) ?? 0) <= total * OWNER_SENDING_PART && (large < LARGE_AT_ONCE || headroom.has()));

  function count(owner: string, bytes: number): void {
    addTo(byOwner, owner, bytes);
    inAll += bytes;
  }

  return {
    most,
    heldBy,
    inAll: () => inAll,
    isSmall,
    isLeft,
    mayHold,
    fits: (holder, bytes) =>
      isLeft(holder, bytes) && mayHold(holder, bytes) && (isSmall(holder, bytes) || mayBegin(holder)),
    hold: (holder, bytes) => {
      const wasLarge = holder.reserved > SMALL;
      if (holder.reserved === 0 && bytes > SMALL && large >= LARGE_AT_ONCE) headroom.use();
      holder.reserved += bytes;
      large += Number(holder.reserved > SMALL) - Number(wasLarge);
      count(holder.owner, bytes);
    },
    send: (owner, bytes) => {
      addTo(sentTo, owner, bytes);
      sent += bytes;
      count(owner, bytes);
    },
    isSending: () => sent > 0,
  };
}

function addTo(sums: Map<string, number>, owner: string, bytes: number): void {
  const sum = (sums.get(owner) ?? 0) + bytes;
  if (sum > 0) sums.set(owner, sum);
  else sums.delete(owner);
}
