import { Box, Icon, Text } from '@adminjs/design-system';
import React, { useEffect, useRef, useState } from 'react';
import { utcOf } from './times.ts';

interface Result {
  readonly title: string;
  readonly subtitle: string;
  readonly at: string;
  readonly href: string;
}

interface Found {
  readonly groups: readonly { readonly label: string; readonly results: readonly Result[] }[];
  /** The one order that has this number. */
  readonly exact?: string;
}

/** What is typed is looked for once the typing pauses. */
const TYPED_MS = 200;
/** As the server has it: less finds nothing. */
const SHORTEST = 3;

async function search(typed: string, signal: AbortSignal): Promise<Found> {
  const response = await fetch(`/admin/view/search?q=${encodeURIComponent(typed)}`, {
    headers: { accept: 'application/json' },
    signal,
  });
  if (response.redirected) window.location.assign('/admin/login');
  if (!response.ok) throw new Error('no answer');
  return (await response.json()) as Found;
}

const isTyping = (element: Element | null): boolean =>
  element instanceof HTMLElement &&
  (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

/** The one search box, above every page. `/` goes into it, arrows choose, Enter opens, Escape leaves. */
const SearchBox: React.FC = () => {
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [told, setTold] = useState<{ of: string; found?: Found }>();
  const [chosen, setChosen] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [isAwaited, setAwaited] = useState(false);
  const text = typed.trim();
  const found = told?.of === text ? told.found : undefined;
  const results = found?.groups.flatMap((group) => group.results) ?? [];

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(document.activeElement)) return;
      event.preventDefault();
      box.current?.focus();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);

  useEffect(() => {
    setChosen(0);
    setAwaited(false);
    if (text.length < SHORTEST) return undefined;
    const asked = new AbortController();
    const look = () =>
      search(text, asked.signal).then(
        (answer) => setTold({ of: text, found: answer }),
        () => !asked.signal.aborted && setTold({ of: text }),
      );
    const pause = setTimeout(() => void look(), TYPED_MS);
    return () => {
      clearTimeout(pause);
      asked.abort();
    };
  }, [text]);

  // Enter may come before the answer does.
  useEffect(() => {
    if (!isAwaited || !found) return;
    setAwaited(false);
    const href = found.exact ?? results[chosen]?.href;
    if (href) window.location.assign(href);
  }, [isAwaited, found, chosen]);

  const press = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && results.length > 0) {
      event.preventDefault();
      setChosen((chosen + step + results.length) % results.length);
    } else if (event.key === 'Enter' && text.length >= SHORTEST) setAwaited(true);
    else if (event.key === 'Escape') box.current?.blur();
  };

  return (
    <Box flex flexGrow={1} px={['sm', 'lg']} data-css="search" role="search">
      <div className="search-field">
        <Icon icon="Search" size={16} />
        <input
          ref={box}
          type="search"
          aria-label="Search"
          placeholder="Order, e-mail, name, product, tracking …  ( / )"
          autoComplete="off"
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={press}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
        />
      </div>
      {isOpen && text.length >= SHORTEST && told?.of === text && (
        // The box keeps its focus, or a click would close what it is meant for.
        <div className="search-results" role="listbox" onMouseDown={(event) => event.preventDefault()}>
          {found?.groups.map(({ label, results: ofGroup }) => (
            <section key={label}>
              <Text color="grey60">{label}</Text>
              {ofGroup.map((result) => (
                <a
                  key={result.href}
                  href={result.href}
                  role="option"
                  aria-selected={results[chosen] === result}
                >
                  <b>{result.title}</b>
                  <span>{result.subtitle}</span>
                  <time dateTime={result.at}>{utcOf(result.at).slice(0, 10)}</time>
                </a>
              ))}
            </section>
          ))}
          {!found && <Text>The panel does not answer.</Text>}
          {found && results.length === 0 && (
            <Text>Nothing. Numbers, addresses and names are looked for as a whole.</Text>
          )}
        </div>
      )}
    </Box>
  );
};

export default SearchBox;
