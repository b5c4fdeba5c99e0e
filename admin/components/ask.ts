export interface Preview {
  readonly version: string;
  readonly isAllowed: boolean;
  readonly awaitsInput?: true;
  readonly refusal?: string;
  readonly effects: readonly { readonly label: string; readonly value: string }[];
  readonly warnings: readonly string[];
  readonly undo: { readonly isPossible: boolean; readonly how: string };
}

export interface DialogField {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'number' | 'textarea' | 'select';
  readonly isRequired: boolean;
  readonly hint?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly value?: string;
}

export interface Dialog {
  readonly title: string;
  readonly fields: readonly DialogField[];
  readonly preview: Preview;
  readonly token: string;
  readonly asksReason: boolean;
}

interface Refused {
  readonly ok: false;
  readonly text: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly preview?: Preview;
}

export type Answered<T = unknown> = { readonly ok: true; readonly body: T } | Refused;

/** Asks the panel's own server for what a page shows. */
export const look = <T>(path: string): Promise<Answered<T>> => ask<T>('GET', path, undefined, 'view');

/** Asks the panel's own server. The token of the session goes along from its cookie. */
export async function ask<T>(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  below: 'do' | 'view' = 'do',
): Promise<Answered<T>> {
  const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1] ?? '';
  try {
    const response = await fetch(`/admin/${below}/${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json', 'x-xsrf-token': decodeURIComponent(token) }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.status === 401) window.location.assign('/admin/login');
    const told = (await response.json()) as T & Partial<Refused>;
    if (response.ok) return { ok: true, body: told };
    const { text = 'It did not work.', errors, preview } = told;
    return { ok: false, text, errors, preview };
  } catch {
    return {
      ok: false,
      text: 'The panel does not answer. Nothing is known of what became of it: open the page again.',
    };
  }
}
