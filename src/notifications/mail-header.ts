import { type Config, ConfigError } from '../config.js';
import { oneLine } from '../shared/one-line.js';

/** `Settle <orders@settle.example>` or a bare address, as MAIL_FROM spells it. */
const SENDER = /^(?:"?(?<name>[^"<>]*?)"?\s*<)?(?<address>[^\s<>@]+@(?<domain>[^\s<>@]+?))>?$/;

export interface Sender {
  readonly name: string;
  readonly address: string;
  readonly domain: string;
}

export function senderOf(mailFrom: string): Sender {
  const parts = SENDER.exec(oneLine(mailFrom))?.groups;
  if (!parts) throw new ConfigError('MAIL_FROM is set but not usable');
  return { name: parts['name'] ?? '', address: parts['address']!, domain: parts['domain']! };
}

/** What the shop is called in its mails. */
export const shopName = (config: Pick<Config, 'MAIL_FROM' | 'SELLER_NAME'>): string =>
  senderOf(config.MAIL_FROM).name || config.SELLER_NAME;

/** The same for each try of a mail, so that one that arrives twice (its answer was lost) is shown once. */
export function messageIdOf(mail: { eventId: string; template: string }, sender: Sender): string {
  return `<${mail.eventId}.${mail.template}@${sender.domain}>`;
}
