import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HandlebarsAdapter } from '@nestjs-modules/mailer/adapters/handlebars.adapter';
import Handlebars from 'handlebars';
import { row, rule, wrap } from './text-lines.js';

export type Template = 'order-confirmed' | 'order-cancelled' | 'payment-returned';

/** Both parts of a mail. */
export interface Rendered {
  readonly html: string;
  readonly text: string;
}

const HTML = join(import.meta.dirname, 'templates/html');
const TEXT = join(import.meta.dirname, 'templates/text');

/** A name that a template misspells is an error, not an empty place in a customer's mail. */
const STRICT = { strict: true };

/** Loaded with the first mail: an api process, which sends none, does not pay for it. */
let loading: Promise<{ html: HandlebarsAdapter; text: typeof Handlebars }> | undefined;

export async function render(template: Template, view: object): Promise<Rendered> {
  const { html, text } = await (loading ??= load().catch(forget));
  return { html: await renderHtml(html, template, view), text: await renderText(text, template, view) };
}

/** A first mail that met a full file table must not be the last. */
function forget(error: unknown): never {
  loading = undefined;
  throw error;
}

async function load() {
  const { HandlebarsAdapter } = await import('@nestjs-modules/mailer/adapters/handlebars.adapter');
  // The layout's style sheet moves into the elements; what remains of it are the rules for narrow screens.
  const html = new HandlebarsAdapter(
    {},
    { inlineCssOptions: { keepAtRules: true, loadRemoteStylesheets: false } },
  );
  const text = Handlebars.create();
  text.registerHelper({ row, rule, wrap });
  for (const partial of ['layout', 'notice', 'order']) {
    text.registerPartial(partial, await readFile(join(TEXT, 'partials', `${partial}.hbs`), 'utf8'));
  }
  return { html, text };
}

function renderHtml(adapter: HandlebarsAdapter, template: Template, context: object): Promise<string> {
  const mail: { data: { template: string; context: object; html?: string } } = {
    data: { template, context },
  };
  const options = {
    template: { dir: HTML, options: STRICT },
    options: { partials: { dir: join(HTML, 'partials'), options: STRICT } },
  };
  return new Promise((resolve, reject) => {
    adapter.compile(mail, (error?: unknown) => (error ? reject(error) : resolve(mail.data.html!)), options);
  });
}

/** Text is not markup: nothing is escaped, and a value cannot leave its line (see `oneLine`). */
async function renderText(text: typeof Handlebars, template: Template, view: object): Promise<string> {
  const source = await readFile(join(TEXT, `${template}.hbs`), 'utf8');
  return text.compile(source, { ...STRICT, noEscape: true })(view);
}
