import { Box, Button, H3, H5, Loader, MessageBox, Text } from '@adminjs/design-system';
import type { ActionProps } from 'adminjs';
import React, { useState } from 'react';
import ActionDialog from './action-dialog.tsx';
import { ask, type Dialog } from './ask.ts';
import { InboxEntry, type Entry } from './inbox-entry.tsx';
import { useLook } from './look.ts';

interface Inbox {
  readonly entries: readonly Entry[];
  /** Where the page after this one begins. */
  readonly next: string | null;
  readonly maySolve: boolean;
  readonly proposals: readonly {
    readonly proposalId: string;
    readonly amount: string;
    readonly order: { readonly number: string; readonly href: string };
    readonly reason: string;
    readonly by: string;
  }[];
}

const EVERY_SECONDS = 30;
const HERE = '/admin/pages/inbox';

const pageAt = (after: string) => new URLSearchParams({ after }).toString();

const go = (action: string, id: string) => window.location.assign(`${HERE}?do=${action}&id=${id}`);

/** Where a dialog is a page of its own: the back button leaves it. */
const InboxPage: React.FC = () => {
  const query = new URLSearchParams(window.location.search);
  const [name, id] = [query.get('do'), query.get('id')];
  if (!name || !id) return <InboxList after={query.get('after')} />;
  const props = { action: { name }, record: { id }, resource: { href: HERE } } as unknown as ActionProps;
  return (
    <Box className="work">
      <ActionDialog {...props} />
    </Box>
  );
};

/** One entry for each thing that needs a person, the oldest first. */
const InboxList: React.FC<{ after: string | null }> = ({ after }) => {
  const { seen, fault, again } = useLook<Inbox>(after ? `inbox?${pageAt(after)}` : 'inbox', EVERY_SECONDS);
  const [refused, setRefused] = useState<string>();
  const take = async (id: string) => {
    const path = `take-intervention/${id}`;
    const dialog = await ask<Dialog>('GET', path);
    if (!dialog.ok) return setRefused(dialog.text);
    const { token, preview } = dialog.body;
    const reason = 'Taken on in the inbox';
    const told = await ask('POST', path, { input: {}, reason, token, version: preview.version });
    setRefused(told.ok ? undefined : told.text);
    again();
  };
  return (
    <Box className="work">
      <H3>Inbox</H3>
      {[fault, refused].map(
        (text) => text && <MessageBox key={text} variant="danger" message={text} mb="lg" />,
      )}
      {!seen && !fault && <Loader />}
      {seen?.entries.length === 0 && (
        <Text data-css="inbox-empty">
          {after ? 'Nothing that is younger needs a person now.' : 'Nothing needs a person now.'}
        </Text>
      )}
      {seen?.entries.map((entry) => (
        <InboxEntry
          key={entry.id}
          entry={entry}
          maySolve={seen.maySolve}
          onTake={(id) => void take(id)}
          onDo={go}
        />
      ))}
      {seen && (after || seen.next) && (
        <nav aria-label="Pages of the inbox" className="buttons">
          {after && (
            <Button as="a" href={HERE} size="sm">
              Back to the oldest
            </Button>
          )}
          {seen.next && (
            <Button as="a" href={`${HERE}?${pageAt(seen.next)}`} size="sm">
              Next, younger ones
            </Button>
          )}
        </nav>
      )}
      {seen && seen.proposals.length > 0 && (
        <section id="proposals">
          <H5 mt="xl">Refunds that wait for a second person</H5>
          {seen.proposals.map(({ proposalId, amount, order, reason, by }) => (
            <article key={proposalId} className="card entry">
              <b>{amount}</b> of <a href={order.href}>{order.number}</a>, proposed by {by}: {reason}
              <Button as="a" href={order.href} size="sm" ml="lg">
                Decide on the order’s page
              </Button>
            </article>
          ))}
        </section>
      )}
    </Box>
  );
};

export default InboxPage;
