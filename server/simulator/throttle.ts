/** How many requests a token may send. */
export interface ThrottleSettings {
  readonly requests: number;
  readonly seconds: number;
  /**
   * `window` (default): at most `requests` in any stretch of `seconds`, the strictest reading of "10 requests per 5 seconds";
   * `bucket`: starts with `requests` and refills evenly, so a burst may be followed by requests at the rate.
   */
  readonly kind?: 'bucket' | 'window';
  /** Whether a 429 says `Retry-After`. Default true. */
  readonly retryAfter?: boolean;
}

/** Counts requests per token. */
export interface Throttle {
  /** Seconds to wait when the request is one too many; undefined when it may pass (and is counted). */
  readonly refuse: (token: string) => number | undefined;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** A throttle; `now` is in milliseconds. */
export function makeThrottle(settings: ThrottleSettings, now: () => number): Throttle {
  return settings.kind === 'bucket' ? bucketThrottle(settings, now) : windowThrottle(settings, now);
}

function bucketThrottle({ requests, seconds }: ThrottleSettings, now: () => number): Throttle {
  const buckets = new Map<string, Bucket>();
  const perMillisecond = requests / (seconds * 1000);
  return {
    refuse(token) {
      const time = now();
      const bucket = buckets.get(token) ?? { tokens: requests, at: time };
      buckets.set(token, bucket);
      bucket.tokens = Math.min(requests, bucket.tokens + (time - bucket.at) * perMillisecond);
      bucket.at = time;
      if (bucket.tokens < 1) return (1 - bucket.tokens) / perMillisecond / 1000;
      bucket.tokens -= 1;
      return undefined;
    },
  };
}

function windowThrottle({ requests, seconds }: ThrottleSettings, now: () => number): Throttle {
  const sent = new Map<string, number[]>();
  const length = seconds * 1000;
  return {
    refuse(token) {
      const time = now();
      const times = (sent.get(token) ?? []).filter((at) => at > time - length);
      sent.set(token, times);
      const [oldest] = times;
      if (oldest !== undefined && times.length >= requests) return (oldest + length - time) / 1000;
      times.push(time);
      return undefined;
    },
  };
}
