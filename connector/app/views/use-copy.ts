import { useState } from 'preact/hooks';

interface Copying {
  /** Whether the text, as it is now, has been copied. */
  readonly copied: boolean;
  readonly copy: () => Promise<void>;
}

/** Copies a text; `select` is called where the clipboard is not open, so that the keyboard can copy. */
export function useCopy(text: string, select: () => void): Copying {
  const [copied, setCopied] = useState<string>();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      select();
    }
  };
  return { copied: copied === text, copy };
}
