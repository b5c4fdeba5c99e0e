import type { PasswordResetForMail } from '../auth/index.js';
import { type MailView, mailView } from './mail-view.js';
import { speechIn } from './speech.js';

/** What the mail of a password reset prints beside what all print. */
export interface PasswordResetView extends MailView {
  /** For where there is no page that a link could lead to. */
  readonly code: string;
}

type Reset = Pick<PasswordResetForMail, 'name' | 'locale' | 'token' | 'expiresAt'>;

export function passwordResetView(reset: Reset, link: string | null, shop: string): PasswordResetView {
  const speech = speechIn(reset.locale);
  const { passwordReset: w, labels, footer } = speech.words;
  const said = {
    subject: w.subject,
    title: w.title,
    paragraphs: [w.what, w.until(speech.moment(reset.expiresAt)), w.notYou],
  };
  const frame = {
    shop,
    name: reset.name,
    action: link === null ? null : { label: labels.setPassword, href: link },
    because: footer.account(shop),
  };
  return { ...mailView(said, frame, speech), code: reset.token };
}
