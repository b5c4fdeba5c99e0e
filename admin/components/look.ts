import { useCallback, useEffect, useState } from 'react';

interface Looked<T> {
  readonly seen?: T;
  readonly fault?: string;
  readonly again: () => void;
}

/** What an address of the panel's own shows; again after so many seconds, as long as somebody sees it. */
export function useLook<T>(path: string | undefined, everySeconds: number): Looked<T> {
  const [state, setState] = useState<{ path?: string; seen?: T; fault?: string }>({});
  const again = useCallback(async () => {
    if (path === undefined) return;
    try {
      const response = await fetch(`/admin/view/${path}`, { headers: { accept: 'application/json' } });
      if (response.redirected || response.status === 401) return window.location.assign('/admin/login');
      const told = (await response.json()) as T & { text?: string };
      setState(response.ok ? { path, seen: told } : { path, fault: told.text ?? 'It did not work.' });
    } catch {
      setState((before) => ({
        ...before,
        fault: 'The panel does not answer: these are the figures of before.',
      }));
    }
  }, [path]);
  useEffect(() => {
    void again();
    const timer = setInterval(
      () => document.visibilityState === 'visible' && void again(),
      everySeconds * 1_000,
    );
    const shown = () => document.visibilityState === 'visible' && void again();
    document.addEventListener('visibilitychange', shown);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', shown);
    };
  }, [again, everySeconds]);
  const { seen, fault } = state.path === path ? state : {};
  return { seen, fault, again: () => void again() };
}
