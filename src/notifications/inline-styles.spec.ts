import { inlineStyles, readStyleSheet } from './inline-styles.js';

const SHEET = readStyleSheet(`
  td { padding: 0; color: #111; }
  .wide { width: 100%; }
  .item { padding: 4px 0; }
  @media only screen and (max-width: 480px) {
    .item { padding: 0 !important; }
  }
`);

describe('a style sheet that moves into the elements', () => {
  it.each([
    ['<td>', '<td style="padding:0;color:#111">'],
    ['<td class="item" colspan="2">', '<td class="item" style="padding:4px 0;color:#111" colspan="2">'],
    ['<table class="wide">', '<table style="width:100%">'],
    ['<table class="wide item">', '<table class="item" style="width:100%;padding:4px 0">'],
    ['<span class="unknown">', '<span>'],
    ['<br>', '<br>'],
    // What is the template's stays the template's.
    [
      '<tr{{#unless @first}} class="wide"{{/unless}}>',
      '<tr{{#unless @first}} style="width:100%"{{/unless}}>',
    ],
    ['<a href="{{link}}" title="{{#if a}}>{{/if}}">', '<a href="{{link}}" title="{{#if a}}>{{/if}}">'],
    ['{{#> layout}}</td>', '{{#> layout}}</td>'],
  ])('%s becomes %s', (source, inlined) => {
    expect(inlineStyles(source, SHEET)).toBe(inlined);
  });

  it('leaves behind what is for narrow screens', () => {
    expect(SHEET.atRules).toMatch(/^@media only screen[^]*padding: 0 !important; \}\s*\}$/);
    expect([...SHEET.kept]).toEqual(['item']);
  });
});
