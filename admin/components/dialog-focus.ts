import { useEffect } from 'react';

const FIRST_FIELD = '[data-css="action-dialog"] :is(input, select, textarea)';
/** What has an Escape of its own. */
const ELSEWHERE = '[data-css="search"]';

/** A dialog that opens takes the focus, and Escape leaves it. */
export function useDialogFocus(isOpen: boolean, leave: () => void): void {
  useEffect(() => {
    if (isOpen) document.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
  }, [isOpen]);
  useEffect(() => {
    const press = ({ key, target }: KeyboardEvent) => {
      if (key === 'Escape' && !(target instanceof Element && target.closest(ELSEWHERE))) leave();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [leave]);
}

/** Back to the button that opened it, or to the top where it can no longer be pressed. */
export function giveBackFocus(action: string): void {
  const button = document.querySelector<HTMLElement>(`[data-move="${CSS.escape(action)}"]:enabled`);
  (button ?? document.querySelector<HTMLElement>('.order-page h1'))?.focus();
}
