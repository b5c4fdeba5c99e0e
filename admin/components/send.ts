import { useRef, useState } from 'react';
import { ask, type Answered, type Dialog } from './ask.ts';

interface Sender {
  readonly isSending: boolean;
  readonly refused?: Extract<Answered, { ok: false }>;
  /** What was told; undefined where it was refused. */
  readonly send: (input: object, reason: string) => Promise<string | undefined>;
}

/** Sends an action that has a form of its own. The token is of one wish: kept until it was told what became of it. */
export function useSend(action: string): Sender {
  const path = `${action}/new`;
  const wish = useRef<{ of: string; dialog: Dialog }>(undefined);
  const [isSending, setSending] = useState(false);
  const [refused, setRefused] = useState<Sender['refused']>();
  const send = async (input: object, reason: string) => {
    if (isSending) return undefined;
    setSending(true);
    const of = JSON.stringify([input, reason]);
    let told: Answered<{ message: string }> | Answered<Dialog> | undefined;
    if (wish.current?.of !== of) {
      told = await ask<Dialog>('GET', path);
      if (told.ok) wish.current = { of, dialog: told.body };
    }
    if (!told || told.ok) {
      const { token, preview } = wish.current!.dialog;
      told = await ask<{ message: string }>('POST', path, { input, reason, token, version: preview.version });
    }
    setSending(false);
    setRefused(told.ok ? undefined : told);
    if (!told.ok) return undefined;
    wish.current = undefined;
    return told.body.message;
  };
  return { isSending, refused, send };
}
