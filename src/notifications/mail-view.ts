import { oneLine } from '../shared/one-line.js';
import type { Action, Notice, Said, Section } from './said.js';
import type { Speech } from './speech.js';
import type { Words } from './words/en.js';

/** What every template prints, ready for people. Nothing is left out: templates are strict about names. */
export interface MailView {
  readonly lang: string;
  readonly shop: string;
  readonly labels: Words['labels'];
  readonly subject: string;
  readonly preview: string;
  readonly title: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  readonly notice: Notice | null;
  readonly action: Action | null;
  readonly sections: readonly Section[];
  readonly units: NonNullable<Said['units']>;
  readonly footer: readonly string[];
}

/** What stands around what is said: the shop, the greeting, why this mail comes. */
export interface Frame {
  readonly shop: string;
  readonly name: string | null;
  /** What there is to do where nothing else is said. */
  readonly action: Action | null;
  /** Why this person gets this mail. */
  readonly because: string;
}

export function mailView(
  said: Said,
  { shop, name, action, because }: Frame,
  { locale, words }: Speech,
): MailView {
  const { subject, title, paragraphs, preview = paragraphs[0] ?? title, notice = null } = said;
  return {
    lang: locale,
    shop,
    labels: words.labels,
    subject: oneLine(subject),
    preview,
    title,
    greeting: words.greeting(oneLine(name ?? '')),
    paragraphs,
    notice,
    action: said.action === undefined ? action : said.action,
    sections: said.sections ?? [],
    units: said.units ?? [],
    footer: [because, words.footer.automatic],
  };
}
