import { Box, H3, H5, Loader, MessageBox, Text } from '@adminjs/design-system';
import React from 'react';
import { useCurrentAdmin } from 'adminjs';
import { Bars, type Part } from './bars.tsx';
import { useLook } from './look.ts';

interface Need {
  readonly label: string;
  readonly text: string;
  readonly note?: string;
  readonly href: string;
  readonly isNone: boolean;
}

interface Figures {
  readonly needs: readonly Need[];
  readonly parts: readonly Part[];
  readonly countedAt: string | null;
}

const EVERY_SECONDS = 30;

/** Where a day begins: first what needs somebody, then how the shop does. */
const Home: React.FC = () => {
  const [admin] = useCurrentAdmin();
  const { seen, fault } = useLook<Figures>('dashboard', EVERY_SECONDS);
  return (
    <Box className="work">
      <H3>Today</H3>
      <Text color="grey60" mb="lg">
        You are {admin?.email} ({String(admin?.['role'])}).
        {seen?.countedAt && ` Days are counted until ${clock(seen.countedAt)} UTC.`}
      </Text>
      {fault && <MessageBox variant="danger" message={fault} mb="lg" />}
      {!seen && !fault && <Loader />}
      {seen && (
        <>
          <section aria-labelledby="needs">
            <H5 id="needs">Needs somebody</H5>
            <div className="needs">
              {seen.needs.map(({ label, text, note, href, isNone }) => (
                <a key={label} href={href} className={isNone ? 'need none' : 'need'} data-need={label}>
                  <b>{text}</b>
                  <span>{label}</span>
                  {note && <small>{note}</small>}
                </a>
              ))}
            </div>
          </section>
          <div className="parts">
            {seen.parts.map((part) => (
              <Bars key={part.id} part={part} />
            ))}
          </div>
        </>
      )}
    </Box>
  );
};

const clock = (time: string): string => time.slice(0, 16).replace('T', ' ');

export default Home;
