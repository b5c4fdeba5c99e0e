import { relative } from 'node:path';
import type { BoxFacts } from './box.js';
import { withoutPassword } from './database.js';
import type { Settings } from './settings.js';

/** The one screen of a start: where everything is, who to log in as, what to try first, how to stop. */
export function screenOf(settings: Settings, facts: BoxFacts): string {
  const { ports, apiUrl, environment, ours } = settings;
  const folder = relative(settings.root, settings.folder);
  const elsewhere =
    facts.dataDir && !facts.dataDir.startsWith(settings.folder) ? ` and ${facts.dataDir}` : '';
  const places: [string, string, string?][] = [
    ['API', apiUrl],
    ['Swagger UI', `${apiUrl}/docs`, 'every call, to try out'],
    ['Admin panel', `${settings.panelUrl}/admin`, 'orders, stock, people'],
    [
      'Mailbox',
      ours.mailbox ? local(ports.MAILBOX_PORT) : 'as SMTP_URL says',
      'every mail that Settle sends',
    ],
    [
      'Gateway',
      ours.gateway ? local(ports.GATEWAY_PORT) : `${environment.STRIPE_API_URL}`,
      'payments, refunds, webhooks',
    ],
    [
      'PayPal',
      ours.paypal ? local(ports.PAYPAL_PORT) : (environment.PAYPAL_API_URL ?? 'PayPal itself'),
      'approvals, refunds, disputes',
    ],
    ['Postgres', withoutPassword(facts.databaseUrl)],
  ];
  const logIn = JSON.stringify({ email: 'demo@settle.example', password: 'demo-password-1' });
  return `
Settle is ready: the api after ${seconds(facts.apiReadyAt)}, everything after ${seconds(performance.now())}.

${places.map(([name, place, note]) => `  ${name.padEnd(12)}${note ? `${place.padEnd(32)}${note}` : place}`).join('\n')}

  Customer    demo@settle.example    demo-password-1
  Admin       admin@settle.example   admin-password-1     of the API, and of the panel: its code by
                                                          npm run --silent staff -- demo-code

  Try first   open ${apiUrl}/docs, or log in:
              curl -s ${apiUrl}/auth/login -H 'Content-Type: application/json' -d '${logIn}'
  Logs        ${folder}/logs; errors show here too
  Data        ${folder}${elsewhere}; delete it to begin anew
  Stop        Ctrl-C
`;
}

function local(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** Since this process began. */
function seconds(momentMs: number): string {
  return `${(momentMs / 1000).toFixed(1)} s`;
}
