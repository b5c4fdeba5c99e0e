import type { Config } from '../src/config.js';

/** What the shop calls itself in its mails. */
export const shopName = ({ MAIL_FROM }: Pick<Config, 'MAIL_FROM'>): string =>
  /^\s*"?([^<"]+?)"?\s*</.exec(MAIL_FROM)?.[1] ?? 'Settle';
