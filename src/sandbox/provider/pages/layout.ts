import { Html, html } from './html.js';

/** One style for all pages, inline, because a provider has no files to serve. Follows the reader's colour scheme. */
const STYLE = `
  :root { color-scheme: light dark; --line: light-dark(#e3e5ea, #333842); --soft: light-dark(#5b6270, #a2a9b6);
    --card: light-dark(#fff, #1b1e24); --accent: #635bff; }
  body { margin: 0; background: light-dark(#f6f7f9, #121418); color: light-dark(#1a1d23, #e8eaee);
    font: 16px/1.5 system-ui, sans-serif; }
  main { max-width: 68rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
  h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem; }
  p { margin: 0 0 1rem; } .soft { color: var(--soft); }
  .scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
  table { border-collapse: collapse; width: 100%; font-size: .9rem; }
  th, td { text-align: left; padding: .5rem .8rem; border-top: 1px solid var(--line); white-space: nowrap; }
  tr:first-child th { border-top: 0; } a { color: var(--accent); } th { color: var(--soft); font-weight: 500; }
  code, .mono { font: .85rem ui-monospace, monospace; }
  .box { max-width: 26rem; margin: 10vh auto 0; padding: 2rem; background: var(--card); border: 1px solid var(--line);
    border-radius: 14px; box-shadow: 0 8px 30px #0001; }
  .box form { display: inline-block; margin: .5rem .5rem 1.25rem 0; }
  .amount { font-size: 1.8rem; font-weight: 600; margin: .5rem 0; }
  button { font: inherit; padding: .6rem 1.2rem; border-radius: 8px; border: 1px solid var(--line); cursor: pointer;
    background: transparent; color: inherit; }
  button.primary { background: var(--accent); border-color: var(--accent); color: #fff; }
  button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }`;

/** `style` comes after the common one. */
export function page(title: string, content: Html, style = ''): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE + style)}
        </style>
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html>`.text;
}
