import { Controller, Get, Header, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../../auth/index.js';
import { CONFIG, type Config } from '../../config.js';
import { html, type Html } from '../../shared/http/html.js';
import type { SettleReply } from '../../shared/http/request.js';
import { type Locale, localeFor } from '../../shared/locale.js';
import { DomainError } from '../../shared/problem.js';
import { shopName } from '../mail-header.js';
import { ORDER_TEMPLATES, type Template } from '../mail-table.js';
import { render } from '../templates.js';
import { sampleView } from './sample-view.js';

const TEMPLATES: readonly Template[] = [...ORDER_TEMPLATES, 'password-reset', 'stock-low', 'staff-locked'];
const LOCALES: readonly Locale[] = ['en', 'de'];

/** Nothing of a mail runs or loads anything. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** Every mail with made-up data, for whoever works on them. In production there is no such controller. */
@Public()
@ApiExcludeController()
@Controller('mails/preview')
export class PreviewController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  index(): string {
    const rows = TEMPLATES.map(
      (template) => html`<li>${template}: ${LOCALES.map((each) => linksTo(template, each))}</li>`,
    );
    return html`<!doctype html><title>Mails</title>
      <h1>Mails</h1>
      <ul>
        ${rows}
      </ul>`.text;
  }

  @Get(':template')
  async show(
    @Res({ passthrough: true }) reply: SettleReply,
    @Param('template') name: string,
    @Query('locale') wanted?: string,
    @Query('part') part?: string,
  ): Promise<string> {
    const template = TEMPLATES.find((each) => each === name);
    if (!template) throw new DomainError('not_found');
    const locale = localeFor({ wanted }, this.config.DEFAULT_LOCALE);
    const mail = await render(template, sampleView(template, locale, shopName(this.config)));
    const type = part === 'text' ? 'text/plain' : 'text/html';
    void reply.headers({ 'content-type': `${type}; charset=utf-8`, 'content-security-policy': POLICY });
    return part === 'text' ? mail.text : mail.html;
  }
}

function linksTo(template: Template, locale: Locale): Html {
  const address = `/mails/preview/${template}?locale=${locale}`;
  return html`<a href="${address}">${locale}</a> (<a href="${`${address}&part=text`}">text</a>) `;
}
